import { organisationProjection } from '#libs/dispatch';
import { type EventLog, recorded } from '#libs/event-store';
import { newId, systemClock } from '#libs/platform';
import { dyingAt, testLeads, type TestLeads, testProjector, type TestProjector } from '#libs/testing';
import { leadCardProjection } from '../lead-card/lead-card.projection.js';
import { type LeadAction } from '../lead-action.js';
import { ownershipProjection } from '../ownership/ownership.projection.js';
import { personProjection } from '../person/person.projection.js';
import { redistribute, type Redistribution } from './redistribute.js';

const mia = { kind: 'person' as const, id: 'Mia', assurance: 'token' };
const by = () => ({ commandId: newId(), actor: mia, actingRep: null });
const person = (id: string) => ({ kind: 'person' as const, id });

describe('many leads handed over by one command', () => {
  let leads: TestLeads;
  let projector: TestProjector;
  let reps = 0;

  beforeAll(async () => {
    leads = await testLeads();
    projector = await testProjector(leads.log, leads.pool, [
      ownershipProjection,
      leadCardProjection,
      personProjection,
      organisationProjection,
    ]);
    await leads.hire('North', 'Bo');
  });
  afterAll(async () => {
    await projector.stop();
    await leads.close();
  });

  const hire = async (): Promise<string> => {
    const rep = `Rep ${++reps}`;
    await leads.hire('North', rep);
    return rep;
  };
  const act = (lead: string, action: Exclude<LeadAction, { do: 'capture-inquiry' }>) => leads.commands.execute(lead, action, by());
  const ownedBy = async (rep: string): Promise<string> => {
    const { leadId } = await leads.commands.capture({ do: 'capture-inquiry', source: 'ad', channel: 'social' }, by());
    await act(leadId, { do: 'assign-lead', to: person(rep) });
    return leadId;
  };
  /** Through a process of its own. */
  const send = async (command: Redistribution, envelope: ReturnType<typeof by>, log: EventLog = leads.log) => {
    await projector.caughtUp();
    const { keyedHash } = leads.privacy;
    const reads = () => ({ pool: leads.pool, now: new Date() });
    return redistribute({ log, keyedHash, clock: systemClock, leads: leads.another(log), reads }, command, envelope);
  };
  const events = async (stream: string) => {
    const found = [];
    for await (const stored of leads.log.readStream(stream)) found.push(recorded(stored));
    return found;
  };
  const transfers = async (lead: string) => (await events(`lead-${lead}`)).filter(({ type }) => type === 'lead.transferred');

  it('R0.2 R2.8 sent again after more leads came to the rep it moves none of them, and answers as the first time', async () => {
    const rep = await hire();
    const first = [await ownedBy(rep), await ownedBy(rep)].sort();
    const envelope = by();
    const command = { rep, to: person('Bo'), reason: 'Training' };
    const answer = await send(command, envelope);
    expect(answer.map(({ lead, moved }) => [lead, moved]).sort()).toEqual(first.map((lead) => [lead, true]));
    const later = await ownedBy(rep);
    expect(await send(command, envelope)).toEqual(answer);
    expect(await transfers(later)).toEqual([]);
    for (const lead of first) expect(await transfers(lead)).toHaveLength(1);
    expect(await events(`redistribution-${envelope.commandId}`)).toMatchObject([
      {
        type: 'redistribution.begun',
        data: { rep, to: person('Bo'), reason: 'Training', leads: first.map((leadId) => ({ leadId, previous: person(rep) })) },
      },
      { type: 'redistribution.carried-out', data: { moved: first, refused: [] } },
    ]);
    await expect(send({ ...command, to: { kind: 'pool', id: 'intake' } }, envelope)).rejects.toMatchObject({ code: 'COMMAND.ID_REUSED' });
  });

  it('R2.8 a rep without leads, once said so, keeps what comes later', async () => {
    const [rep, envelope] = [await hire(), by()];
    const command = { rep, to: person('Bo'), reason: 'Training' };
    expect(await send(command, envelope)).toEqual([]);
    const later = await ownedBy(rep);
    expect(await send(command, envelope)).toEqual([]);
    expect(await transfers(later)).toEqual([]);
  });

  it('R2.8 what was refused is on record and stays refused for this command, with its reasons', async () => {
    const rep = await hire();
    const [open, lost] = [await ownedBy(rep), await ownedBy(rep)];
    await act(lost, { do: 'lose-lead' });
    const envelope = by();
    const command = { leads: [open, lost, open], to: person('Bo'), reason: 'Training' };
    const answer = await send(command, envelope);
    expect(answer).toMatchObject([
      { lead: open, moved: true },
      { lead: lost, moved: false, problem: { status: 422, code: 'LEAD.CLOSED' } },
    ]);
    await act(lost, { do: 'reopen-lead' });
    expect(await send(command, envelope)).toEqual(answer);
    expect(await transfers(lost)).toEqual([]);
  });

  it('R2.8 leads that have left the rep while the read models lag stay where they went', async () => {
    const rep = await hire();
    const [stays, gone] = [await ownedBy(rep), await ownedBy(rep)];
    await leads.hire('North', 'Cy');
    await projector.caughtUp();
    await projector.stop();
    try {
      await leads.another().execute(gone, { do: 'transfer-lead', to: person('Cy'), reason: 'hers' }, by());
      const { keyedHash } = leads.privacy;
      const reads = () => ({ pool: leads.pool, now: new Date() });
      const dependencies = { log: leads.log, keyedHash, clock: systemClock, leads: leads.commands, reads };
      const answer = await redistribute(dependencies, { rep, to: person('Bo'), reason: 'Training' }, by());
      expect(answer.map(({ lead }) => lead)).toEqual([stays]);
    } finally {
      projector = await testProjector(leads.log, leads.pool, [
        ownershipProjection,
        leadCardProjection,
        personProjection,
        organisationProjection,
      ]);
    }
  });

  it.each([...Array(5).keys()].flatMap((n) => (['before', 'after'] as const).map((when) => [when, n + 1] as const)))(
    'R0.2 R2.8 killed %s append %i, beside new assignments to the rep: sent again it finishes the same list',
    async (when, nth) => {
      const rep = await hire();
      const first = [await ownedBy(rep), await ownedBy(rep), await ownedBy(rep)].sort();
      const envelope = by();
      const command = { rep, to: person('Bo'), reason: 'Training' };
      const dying = dyingAt(leads.log, nth, when);
      const [, later] = await Promise.all([send(command, envelope, dying.log).catch(() => null), ownedBy(rep)]);
      expect(dying.died()).toBe(true);
      const fixed = (await events(`redistribution-${envelope.commandId}`))[0];
      const answer = await send(command, envelope);
      const list = (await events(`redistribution-${envelope.commandId}`))[0]!;
      expect(list.type).toBe('redistribution.begun');
      if (fixed) expect(list).toEqual(fixed);
      const meant = (list.data as { leads: { leadId: string }[] }).leads.map(({ leadId }) => leadId);
      expect(first.every((lead) => meant.includes(lead))).toBe(true);
      expect(answer.map(({ lead, moved }) => [lead, moved])).toEqual(meant.map((lead) => [lead, true]));
      for (const lead of [...first, later]) expect(await transfers(lead)).toHaveLength(meant.includes(lead) ? 1 : 0);
      expect(await send(command, envelope)).toEqual(answer);
    },
  );

  it('R2.8 what names no leads, both, or no reason is refused before anything is on record', async () => {
    const envelope = by();
    const both = { leads: [], rep: 'Bo', to: person('Bo'), reason: ' ' };
    await expect(send(both, envelope)).rejects.toMatchObject({
      violations: [{ code: 'REDISTRIBUTION.WHICH' }, { code: 'REASON.MISSING' }],
    });
    await expect(send({ rep: 'Nobody', to: person('Bo'), reason: 'x' }, envelope)).rejects.toMatchObject({ code: 'REP.NOT_FOUND' });
    expect(await events(`redistribution-${envelope.commandId}`)).toEqual([]);
  });

  it('R2.8 more than one command hands over is refused, saying how they can be named', async () => {
    const none: EventLog = { ...leads.log, readStream: async function* () {} };
    const many = { leads: Array.from({ length: 5_001 }, () => newId()), to: person('Bo'), reason: 'x' };
    await expect(send(many, by(), none)).rejects.toMatchObject({
      violations: [{ code: 'REDISTRIBUTION.TOO_MANY', path: 'leads', message: expect.stringContaining('at most 1000 in each') as string }],
    });
  });
});
