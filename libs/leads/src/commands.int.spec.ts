import { type Actor, type RecordedLedgerEvent } from '#libs/contracts';
import { type EventLog, recorded } from '#libs/event-store';
import { newId } from '#libs/platform';
import { fixedClock, testLeads, type TestLeads } from '#libs/testing';
import { type CommandEnvelope } from './command-envelope.js';
import { type LeadAction } from './lead-action.js';

const mia: Actor = { kind: 'person', id: 'Mia', assurance: 'token' };
const by = (id: string, said: Partial<CommandEnvelope> = {}): CommandEnvelope => ({ commandId: newId(), actor: { ...mia, id }, ...said });
const person = (id: string) => ({ kind: 'person' as const, id });

async function eventsOf(log: EventLog, leadId: string): Promise<RecordedLedgerEvent[]> {
  const events: RecordedLedgerEvent[] = [];
  for await (const stored of log.readStream(`lead-${leadId}`)) events.push(recorded(stored));
  return events;
}

describe('commands on leads', () => {
  const clock = fixedClock('2026-03-10T12:00:00.000Z');
  let leads: TestLeads;
  const reps = Array.from({ length: 50 }, (_, n) => `Rep ${n}`);
  const capture = async () => (await leads.commands.capture({ do: 'capture-inquiry', source: 'ad', channel: 'social' }, by('Mia'))).leadId;

  beforeAll(async () => {
    leads = await testLeads({ clock });
    await leads.hire('North', 'Ana', 'Bo', 'Cy');
    await leads.organisation.recordHistory(
      'reps-1',
      reps.map((rep) => ({ occurredAt: { precision: 'unknown', value: null }, action: { do: 'join-rep', rep, name: rep } })),
    );
  });
  afterAll(() => leads.close());

  it('R0.5 T1 fifty parallel claims give one owner, and the others a conflict that names the winner', async () => {
    const leadId = await capture();
    // Each through a process of its own: the log alone decides.
    const outcomes = await Promise.allSettled(reps.map((rep) => leads.another().execute(leadId, { do: 'claim-lead', rep }, by(rep))));
    const won = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(won).toHaveLength(1);
    const events = await eventsOf(leads.log, leadId);
    expect(events.map(({ type }) => type)).toEqual(['lead.captured', 'lead.claimed']);
    const winner = (events[1] as RecordedLedgerEvent<'lead.claimed'>).data.to;
    for (const error of lost)
      expect(error).toMatchObject({
        status: 409,
        code: 'LEAD.ALREADY_CLAIMED',
        violations: [{ detail: { owner: (winner as { id: string }).id } }],
      });
  });

  it('the same command twice, one after the other or at once, has the effect of one and the first answer', async () => {
    const leadId = await capture();
    const envelope = by('Ana');
    const claim: LeadAction = { do: 'claim-lead', rep: 'Ana' };
    const answers = await Promise.all([1, 2, 3, 4].map(() => leads.another().execute(leadId, claim, envelope)));
    const again = await leads.commands.execute(leadId, claim, envelope);
    expect(await eventsOf(leads.log, leadId)).toHaveLength(2);
    for (const answer of answers) expect(answer).toMatchObject({ revision: 1, token: again.token });
    expect(again).toMatchObject({ leadId, revision: 1, repeated: true, events: [{ type: 'lead.claimed' }] });
    await leads.commands.execute(leadId, { do: 'win-lead' }, by('Ana'));
    expect(await leads.commands.execute(leadId, claim, envelope)).toMatchObject({ revision: 1, token: again.token });
  });

  it('the same command id with another body is refused; a rejection is not remembered', async () => {
    const leadId = await capture();
    const envelope = by('Ana', { rights: [] });
    await expect(leads.commands.execute(leadId, { do: 'release-lead' }, envelope)).rejects.toMatchObject({ code: 'LEAD.NOT_HELD' });
    await leads.commands.execute(leadId, { do: 'claim-lead', rep: 'Ana' }, envelope);
    await expect(leads.commands.execute(leadId, { do: 'claim-lead', rep: 'Bo' }, envelope)).rejects.toMatchObject({
      status: 422,
      code: 'COMMAND.ID_REUSED',
    });
  });

  it('a pinned revision is refused once the lead has changed, and never tried again', async () => {
    const leadId = await capture();
    await leads.commands.execute(leadId, { do: 'enter-stage', stage: 'MQL' }, by('Ana', { expectedRevision: 0 }));
    await expect(
      leads.commands.execute(leadId, { do: 'enter-stage', stage: 'SQL' }, by('Ana', { expectedRevision: 0 })),
    ).rejects.toMatchObject({ status: 412, violations: [{ code: 'STREAM.CHANGED', detail: { revision: 1 } }] });
  });

  it('thirty different commands on one lead at once are all taken, in one order', async () => {
    const leadId = await capture();
    const note = (n: number): LeadAction => ({ do: 'record-follow-up', type: 'note', direction: 'internal', outcome: `n${n}` });
    await Promise.all(Array.from({ length: 30 }, (_, n) => leads.commands.execute(leadId, note(n) as never, by('Ana'))));
    const events = await eventsOf(leads.log, leadId);
    expect(events.map(({ revision }) => revision)).toEqual(Array.from({ length: 31 }, (_, n) => n));
  });

  it('T12 T14 T18 first, latest and every assignment stay, with who had the lead and who acted', async () => {
    const leadId = await capture();
    await leads.commands.execute(leadId, { do: 'assign-lead', to: person('Ana') }, by('Mia'));
    await leads.commands.execute(leadId, { do: 'transfer-lead', to: person('Bo'), reason: 'holiday' }, by('Mia'));
    await leads.commands.execute(leadId, { do: 'transfer-lead', to: person('Cy'), reason: 'again' }, by('Bo'));
    const moves = (await eventsOf(leads.log, leadId)).slice(1).map(({ data, metadata }) => {
      const { previous, to } = data as { previous: { id: string }; to: { id: string } };
      return [previous.id, to.id, metadata.actor.id];
    });
    expect(moves).toEqual([
      ['intake', 'Ana', 'Mia'],
      ['Ana', 'Bo', 'Mia'],
      ['Bo', 'Cy', 'Bo'],
    ]);
  });

  it('R0.22 a period counts for the team of that time, whatever team the rep is in today', async () => {
    await leads.hire('East', 'Dora');
    const leadId = await capture();
    await leads.commands.execute(leadId, { do: 'assign-lead', to: person('Dora') }, by('Mia'));
    const moved = clock.now().toISOString();
    clock.advance(86_400_000);
    await leads.organisation.execute({ do: 'leave-team', rep: 'Dora', team: 'East' }, by('Mia'));
    await leads.hire('West');
    await leads.organisation.execute({ do: 'join-team', rep: 'Dora', team: 'West' }, by('Mia'));
    clock.advance(1_000);
    await leads.commands.execute(
      leadId,
      { do: 'correct-ownership', to: person('Dora'), reason: 'she had it' },
      by('Mia', { occurredAt: { precision: 'instant', value: moved } }),
    );
    await leads.commands.execute(leadId, { do: 'assign-lead', to: person('Dora'), reason: 'for the new team' }, by('Mia'));
    const teams = (await eventsOf(leads.log, leadId)).map(({ data }) => (data as { team: string | null }).team);
    expect(teams).toEqual([null, 'East', 'East', 'West']);
  });

  it('T22 recorded time and revisions never go back, even where a clock does', async () => {
    const leadId = await capture();
    clock.advance(-10_000);
    await leads.commands.execute(leadId, { do: 'claim-lead', rep: 'Ana' }, by('Ana'));
    await leads.commands.execute(leadId, { do: 'release-lead' }, by('Ana'));
    const events = await eventsOf(leads.log, leadId);
    const known = events.map(({ metadata }) => metadata.knownAt);
    expect(known).toEqual([...known].sort());
    clock.advance(10_000);
  });

  it('a lead that does not exist, and an id that could be none', async () => {
    await expect(leads.commands.execute(newId(), { do: 'win-lead' }, by('Ana'))).rejects.toMatchObject({
      status: 404,
      code: 'LEAD.NOT_FOUND',
    });
    await expect(leads.commands.execute('a\nb', { do: 'win-lead' }, by('Ana'))).rejects.toMatchObject({
      status: 422,
      code: 'ID.MALFORMED',
    });
  });
});
