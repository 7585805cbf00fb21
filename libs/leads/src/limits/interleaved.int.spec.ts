import fc from 'fast-check';
import { type Actor } from '#libs/contracts';
import { evolveReservations, initialReservations, loadOf, type RepCounts } from '#libs/dispatch';
import { type EventLog, foldStream, recorded } from '#libs/event-store';
import { newId, ProblemError } from '#libs/platform';
import { interleaved, type Step, testLeads, type TestLeads } from '#libs/testing';
import { type LeadAction } from '../lead-action.js';
import { leadFold, leadStream } from '../lead-fold.js';
import { holdingRep } from './change-of-hands.js';

const mia: Actor = { kind: 'person', id: 'Mia', assurance: 'token' };
const envelope = (by = mia.id, commandId = newId()) => ({ commandId, actor: { ...mia, id: by } });
const person = (id: string) => ({ kind: 'person' as const, id });

/** A rep claims for itself. */
const senderOf = (action: Action): string => (action.do === 'claim-lead' ? action.rep : mia.id);

type Action = Exclude<LeadAction, { do: 'capture-inquiry' }>;
interface Sent {
  readonly leadId: string;
  readonly action: Action;
  readonly by?: string;
  readonly commandId?: string;
}

describe('limits of reps where commands about one lead meet', () => {
  let leads: TestLeads;
  let reps = 0;
  beforeAll(async () => {
    leads = await testLeads();
  });
  afterAll(() => leads.close());

  const hire = async (holdingCap: number, intakeCap: number | null = null): Promise<string> => {
    const rep = `Rep ${++reps}`;
    await leads.hire('North', rep);
    await leads.organisation.execute({ do: 'set-capacity', rep, holdingCap, intakeCap }, envelope());
    const first = await capture();
    await act(first, { do: 'claim-lead', rep });
    await act(first, { do: 'lose-lead' });
    return rep;
  };
  const capture = async (): Promise<string> =>
    (await leads.commands.capture({ do: 'capture-inquiry', source: 'ad', channel: 'social' }, envelope())).leadId;
  const act = (leadId: string, action: Action) => leads.commands.execute(leadId, action, envelope(senderOf(action)));
  const run = (sent: readonly Sent[], next: (standing: readonly Step[]) => number) =>
    interleaved(
      leads.log,
      sent.map(
        ({ leadId, action, by, commandId }) =>
          (log: EventLog) =>
            leads.another(log).execute(leadId, action, envelope(by ?? senderOf(action), commandId)),
      ),
      next,
    );
  const claim = (leadId: string, rep: string, commandId?: string): Sent => ({
    leadId,
    action: { do: 'claim-lead', rep },
    ...(commandId && { commandId }),
  });
  const give = (leadId: string, rep: string): Sent => ({ leadId, action: { do: 'assign-lead', to: person(rep), reason: 'by hand' } });

  const postings = async (rep: string): Promise<{ reserved: string[]; load: RepCounts }> => {
    let state = initialReservations;
    let day = '';
    for await (const stored of leads.log.readStream(`rep-${rep}`)) {
      const event = recorded(stored);
      state = evolveReservations(state, event);
      if (event.type === 'rep.reservation-taken') day = event.data.day;
    }
    const reserved = (await leads.limits.openOf(rep)).map(({ leadId }) => leadId);
    return { reserved: [...new Set(reserved)].sort(), load: loadOf(state, day) };
  };
  /** What the streams of leads say that the rep has, and how often it was given one of them. */
  const truth = async (rep: string, among: readonly string[]): Promise<{ held: string[]; taken: number; claimed: number }> => {
    const held: string[] = [];
    let [taken, claimed] = [0, 0];
    for (const leadId of among) {
      const { state } = await foldStream(leads.log, leadStream(leadId), leadFold);
      if (holdingRep(state, Date.now()) === rep) held.push(leadId);
      let before: string | null = null;
      for (const { to, cause } of state.ownership) {
        const has = to.kind === 'person' ? to.id : null;
        if (has === rep && before !== rep) {
          taken++;
          if (cause === 'lead.claimed') claimed++;
        }
        before = has;
      }
    }
    return { held: held.sort(), taken, claimed };
  };
  /** Beside the one that began the account. */
  const expectCounted = async (rep: string, among: readonly string[]): Promise<void> => {
    const [{ reserved, load }, { held, taken, claimed }] = await Promise.all([postings(rep), truth(rep, among)]);
    expect({ reserved, held: load.held, taken: load.takenToday, claimed: load.claimedToday }).toEqual({
      reserved: held,
      held: held.length,
      taken: taken + 1,
      claimed: claimed + 1,
    });
  };
  /** Goes on with the command and its next append, in this order; then with whoever is left. */
  const inOrder = (...commands: readonly number[]) => {
    const left = [...commands];
    return (standing: readonly Step[]): number => {
      const command = left.shift();
      return Math.max(
        0,
        standing.findIndex((step) => step.command === command),
      );
    };
  };

  it('R0.4 a refused claim leaves the lead counted that another command has given the same rep meanwhile', async () => {
    const rep = await hire(2);
    const leadId = await capture();
    // The claim begins and posts; the assignment begins, posts and is there; then the claim finds itself refused.
    const [claimed, assigned] = await run([claim(leadId, rep), give(leadId, rep)], inOrder(0, 0, 1, 1, 1));
    expect(claimed).toMatchObject({ status: 'rejected', reason: { code: 'LEAD.ALREADY_CLAIMED' } });
    expect(assigned).toMatchObject({ status: 'fulfilled' });
    await expectCounted(rep, [leadId]);
  });

  it('R0.4 twice clicked, in two processes: the lead is counted once, in the stock and in the day, whoever is first', async () => {
    for (const commandId of [undefined, newId()])
      for (let seed = 0; seed < 12; seed++) {
        const rep = await hire(2, 4);
        const leadId = await capture();
        const id = commandId && newId();
        let step = seed;
        await run([claim(leadId, rep, id), claim(leadId, rep, id)], (standing) => (step = (step * 5 + 3) % 97) % standing.length);
        await expectCounted(rep, [leadId]);
      }
  });

  it('R0.4 twice clicked and refused in two processes at the same instant: each takes back what it reserved', async () => {
    const rep = await hire(2, 4);
    const leadId = await capture();
    const sent = claim(leadId, rep, newId());
    // All three post, the assignment is there first, and both claims take back on the same revision.
    const outcomes = await run([give(leadId, rep), sent, sent], inOrder(0, 0, 1, 1, 2, 2, 0, 1, 2, 1, 2));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expectCounted(rep, [leadId]);
    await act(leadId, { do: 'lose-lead' });
    await expectCounted(rep, [leadId]);
  });

  it('R0.4 a claim that is sent twice counts once in its day, also where the lead is lost again before the second has posted', async () => {
    const rep = await hire(2, 4);
    const leadId = await capture();
    const sent = claim(leadId, rep, newId());
    const outcomes = await run([sent, sent, { leadId, action: { do: 'lose-lead' } }], inOrder(1, 0, 0, 0, 2, 2, 2, 1, 1, 1));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    await expectCounted(rep, [leadId]);
  });

  it('R0.4 a lead that goes from one rep to another and back stays counted when the first return comes late', async () => {
    const [ana, bo] = [await hire(2), await hire(2)];
    const leadId = await capture();
    await act(leadId, { do: 'claim-lead', rep: ana });
    const there: Sent = { leadId, action: { do: 'transfer-lead', to: person(bo), reason: 'holiday' } };
    const back: Sent = { leadId, action: { do: 'transfer-lead', to: person(ana), reason: 'is back' } };
    // There: begun, posted for Bo, appended; then back as a whole; only then the return of Ana's first reservation.
    const outcomes = await run([there, back], inOrder(0, 0, 0, 1, 1, 1, 1));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect((await truth(ana, [leadId])).held).toEqual([leadId]);
    await expectCounted(ana, [leadId]);
    await expectCounted(bo, [leadId]);
  });

  it('R0.4 a lead claimed and given back meanwhile does not let a second claim past what a rep may take in a day', async () => {
    const rep = await hire(5, 2);
    const leadId = await capture();
    const outcomes = await run(
      [claim(leadId, rep), claim(leadId, rep), { leadId, action: { do: 'release-lead', reason: 'not mine' }, by: rep }],
      inOrder(0, 0, 1, 1, 0, 2, 2, 1),
    );
    expect(outcomes[0]).toMatchObject({ status: 'fulfilled' });
    expect(outcomes[1]).toMatchObject({ status: 'rejected', reason: { code: 'REP.INTAKE_CAP_REACHED' } });
    await expectCounted(rep, [leadId]);
  });

  it('R0.4 whatever claims, assignments, transfers and releases meet in whatever order, postings say what leads say, without the reconciler', async () => {
    const kind = fc.constantFrom('claim' as const, 'assign' as const, 'transfer' as const, 'release' as const, 'lose' as const);
    const one = fc.record({ kind, lead: fc.nat(1), rep: fc.nat(1), again: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(one, { minLength: 2, maxLength: 6 }),
        fc.array(fc.nat(5), { minLength: 40, maxLength: 40 }),
        async (said, order) => {
          const cap = 2;
          const people = [await hire(cap, 4), await hire(cap, null)];
          const among = [await capture(), await capture()];
          const sent = said.flatMap(({ kind: verb, lead, rep, again }): Sent[] => {
            const [leadId, to] = [among[lead]!, person(people[rep]!)];
            const actions: Record<typeof verb, Action> = {
              claim: { do: 'claim-lead', rep: to.id },
              assign: { do: 'assign-lead', to, reason: 'by hand' },
              transfer: { do: 'transfer-lead', to, reason: 'nearer' },
              release: { do: 'release-lead', reason: 'not mine' },
              lose: { do: 'lose-lead' },
            };
            const command = { leadId, action: actions[verb], commandId: newId(), ...(verb === 'release' && { by: to.id }) };
            return again ? [command, command] : [command];
          });
          let step = 0;
          const outcomes = await run(sent, () => order[step++ % order.length]!);
          for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(ProblemError);
          for (const rep of people) {
            await expectCounted(rep, among);
            expect((await truth(rep, among)).held.length).toBeLessThanOrEqual(cap);
          }
          expect((await truth(people[0]!, among)).taken).toBeLessThanOrEqual(3);
        },
      ),
      { numRuns: 20, endOnFailure: true },
    );
  });
});
