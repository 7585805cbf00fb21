import { type Actor } from '#libs/contracts';
import { organisationProjection, repAccountProjection } from '#libs/dispatch';
import { type EventLog, foldStream } from '#libs/event-store';
import { newId, systemClock, unavailable } from '#libs/platform';
import { ProjectionRunner, waitForPosition } from '#libs/projections';
import { dyingAt, testLeads, type TestLeads } from '#libs/testing';
import { type CommandEnvelope } from '../command-envelope.js';
import { type LeadAction } from '../lead-action.js';
import { leadFold, leadStream } from '../lead-fold.js';
import { ownershipProjection } from '../ownership/ownership.projection.js';
import { holdingRep } from './change-of-hands.js';
import { reconcileLimits } from './reconcile-limits.js';

const mia: Actor = { kind: 'person', id: 'Mia', assurance: 'token' };
const by = (id: string, said: Partial<CommandEnvelope> = {}): CommandEnvelope => ({ commandId: newId(), actor: { ...mia, id }, ...said });
const person = (id: string) => ({ kind: 'person' as const, id });

describe('limits of reps', () => {
  let leads: TestLeads;
  let running: Promise<void>;
  const stopping = new AbortController();
  let reps = 0;

  /** A rep of its own who may hold so many. */
  const hire = async (holdingCap: number | null): Promise<string> => {
    const rep = `Rep ${++reps}`;
    await leads.hire('North', rep);
    if (holdingCap !== null)
      await leads.organisation.execute({ do: 'set-capacity', rep, holdingCap, intakeCap: null }, { commandId: newId(), actor: mia });
    return rep;
  };
  const capture = async (): Promise<string> =>
    (await leads.commands.capture({ do: 'capture-inquiry', source: 'ad', channel: 'social' }, by('Mia'))).leadId;
  const act = (leadId: string, action: Exclude<LeadAction, { do: 'capture-inquiry' }>, who = 'Mia') =>
    leads.commands.execute(leadId, action, by(who));
  const given = async (rep: string): Promise<string> => {
    const leadId = await capture();
    await act(leadId, { do: 'assign-lead', to: person(rep) });
    return leadId;
  };
  const caughtUp = async (): Promise<void> => {
    const { token } = await leads.commands.capture({ do: 'capture-inquiry', source: 'ad', channel: 'social' }, by('Mia'));
    await waitForPosition(leads.pool, token, 30_000);
  };
  /** As a worker does when all that was under way has long ended. */
  const reconcile = async () => {
    await caughtUp();
    return reconcileLimits(
      { log: leads.log, pool: leads.pool, limits: leads.limits, clock: systemClock, keyedHash: leads.privacy.keyedHash, graceMs: 0 },
      true,
    );
  };
  /** A command that was killed and sent again has reserved its lead twice, and is counted once. */
  const reserved = async (rep: string): Promise<readonly string[]> =>
    [...new Set((await leads.limits.openOf(rep)).map(({ leadId }) => leadId))].sort();
  const held = async (rep: string, among: readonly string[]): Promise<readonly string[]> => {
    const states = await Promise.all(among.map((leadId) => foldStream(leads.log, leadStream(leadId), leadFold)));
    return among.filter((_, index) => holdingRep(states[index]!.state, Date.now()) === rep).sort();
  };

  beforeAll(async () => {
    leads = await testLeads();
    const projections = [ownershipProjection, organisationProjection, repAccountProjection];
    running = new ProjectionRunner({ log: leads.log, pool: leads.pool, projections }).run(stopping.signal);
  });
  afterAll(async () => {
    stopping.abort();
    await running;
    await leads.close();
  });

  it('R0.4 twenty claims at once through twenty processes never exceed what a rep may hold', async () => {
    const rep = await hire(5);
    const offered = await Promise.all(Array.from({ length: 20 }, capture));
    const outcomes = await Promise.allSettled(
      offered.map((leadId) => leads.another({ ...leads.log }).execute(leadId, { do: 'claim-lead', rep }, by(rep))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await held(rep, offered)).toHaveLength(5);
    expect(await reserved(rep)).toEqual(await held(rep, offered));
  });

  it('T3 nothing is counted in a process: another one that starts refuses the same', async () => {
    const rep = await hire(1);
    await given(rep);
    const leadId = await capture();
    const fresh = leads.another({ ...leads.log });
    await expect(fresh.execute(leadId, { do: 'claim-lead', rep }, by(rep))).rejects.toMatchObject({
      violations: [{ code: 'REP.HOLDING_CAP_REACHED', detail: { limit: 1, held: 1 } }],
    });
  });

  it('a rep without limits costs no event', async () => {
    const rep = await hire(null);
    await given(rep);
    expect(await reserved(rep)).toEqual([]);
  });

  it('a refused claim gives its reservation back, and reopening is never refused', async () => {
    const [rep, other] = [await hire(1), await hire(null)];
    const taken = await given(other);
    await expect(act(taken, { do: 'claim-lead', rep }, rep)).rejects.toMatchObject({ code: 'LEAD.ALREADY_CLAIMED' });
    const first = await given(rep);
    await act(first, { do: 'lose-lead' });
    const second = await given(rep);
    await act(first, { do: 'reopen-lead' });
    expect(await reserved(rep)).toEqual([first, second].sort());
  });

  describe('killed at each step', () => {
    const claims = async () => {
      const rep = await hire(2);
      const leadId = await capture();
      return { rep, leads: [leadId], run: { leadId, action: { do: 'claim-lead' as const, rep }, envelope: by(rep) } };
    };
    const transfers = async () => {
      const [from, rep] = [await hire(2), await hire(2)];
      const leadId = await given(from);
      const warm = await given(rep);
      const action = { do: 'transfer-lead' as const, to: person(rep), reason: 'holiday' };
      return { rep, from, leads: [leadId, warm], run: { leadId, action, envelope: by('Mia') } };
    };
    const closes = async () => {
      const rep = await hire(2);
      const leadId = await given(rep);
      return { rep, leads: [leadId], run: { leadId, action: { do: 'lose-lead' as const }, envelope: by('Mia') } };
    };
    const reopens = async () => {
      const rep = await hire(2);
      const leadId = await given(rep);
      await act(leadId, { do: 'lose-lead' });
      return { rep, leads: [leadId], run: { leadId, action: { do: 'reopen-lead' as const }, envelope: by('Mia') } };
    };
    const scenarios = { claims, transfers, closes, reopens };
    /** Appends of each: begun, counted, taken and claimed; taken, transferred and returned; lost and returned; taken and reopened. */
    const appends = { claims: 4, transfers: 3, closes: 2, reopens: 2 };
    const steps = (Object.keys(scenarios) as (keyof typeof scenarios)[]).flatMap((name) =>
      Array.from({ length: appends[name] }, (_, n) => (['before', 'after'] as const).map((when) => [name, when, n + 1] as const)).flat(),
    );

    it.each(steps)(
      '%s, %s append %i: the reconciler or the same command again leaves postings and leads alike',
      async (name, when, nth) => {
        for (const again of [false, true]) {
          const scene = await scenarios[name]();
          const { leadId, action, envelope } = scene.run;
          const dying = dyingAt(leads.log, nth, when);
          await leads
            .another(dying.log)
            .execute(leadId, action, envelope)
            .catch((error: unknown) => expect(error).toMatchObject({ message: 'killed' }));
          if (again) await leads.commands.execute(leadId, action, envelope);
          await reconcile();
          for (const rep of [scene.rep, 'from' in scene ? scene.from : scene.rep])
            expect([again, dying.died(), await reserved(rep)]).toEqual([again, dying.died(), await held(rep, scene.leads)]);
        }
      },
    );
  });

  it('what a crash left reserved is returned as not taken, and counts neither in the stock nor in the day', async () => {
    const rep = await hire(1);
    const leadId = await capture();
    const dying = dyingAt(leads.log, 4, 'before');
    await expect(leads.another(dying.log).execute(leadId, { do: 'claim-lead', rep }, by(rep))).rejects.toThrow('killed');
    expect(await reserved(rep)).toEqual([leadId]);
    expect((await reconcile()).returned['not-taken']).toBeGreaterThanOrEqual(1);
    expect(await reserved(rep)).toEqual([]);
    await act(leadId, { do: 'claim-lead', rep }, rep);
  });

  it('R0.4 an import posts what it gives to reps whose leads are posted before it is there: no limit is passed meanwhile', async () => {
    const rep = await hire(1);
    const first = await given(rep);
    const captured = { precision: 'instant' as const, value: '2026-01-05T09:00:00.000Z' };
    const cases = Array.from({ length: 7 }, (_, n) => ({
      importId: 'balance-1',
      leadKey: { source: 'crm', id: `b${n}` },
      facts: [
        {
          rowKey: `b${n}`,
          rowHash: 'x',
          occurredAt: captured,
          knownAt: null,
          action: { do: 'capture-inquiry' as const, source: 'crm', channel: 'email', externalId: `b${n}`, holder: person(rep) },
        },
      ],
    }));
    const answers = await leads.commands.recordHistory(cases, { fresh: true });
    await expect(act(await capture(), { do: 'claim-lead', rep }, rep)).rejects.toMatchObject({
      violations: [{ code: 'REP.HOLDING_CAP_REACHED', detail: { limit: 1, held: 8 } }],
    });
    expect(await reserved(rep)).toEqual([first, ...answers.map(({ leadId }) => leadId)].sort());
    await leads.commands.recordHistory(cases);
    expect(await reconcile()).toMatchObject({ adopted: 0 });
    expect(await reserved(rep)).toHaveLength(8);
  });

  it('R6.1 R0.4 an import that is undone gives back what it gave, and what it took: no reconciler is needed', async () => {
    const [rep, other] = [await hire(1), await hire(5)];
    const unknown = { precision: 'unknown' as const, value: null };
    const brought = { do: 'capture-inquiry' as const, source: 'crm', channel: 'email', holder: person(rep) };
    const [given] = await leads.commands.recordHistory([
      {
        importId: 'undone-1',
        leadKey: { source: 'crm', id: 'u1' },
        facts: [{ rowKey: 'u1', rowHash: 'x', occurredAt: unknown, knownAt: null, action: brought }],
      },
    ]);
    expect(await reserved(rep)).toEqual([given!.leadId]);
    await leads.commands.retractImport('undone-1', [given!.leadId], mia);
    expect(await reserved(rep)).toEqual([]);

    const [later] = await leads.commands.recordHistory([
      {
        importId: 'undone-2',
        leadKey: { source: 'crm', id: 'u2' },
        facts: [{ rowKey: 'u2', rowHash: 'x', occurredAt: unknown, knownAt: null, action: { ...brought, holder: person(other) } }],
      },
    ]);
    const { leadId } = later!;
    const now = { precision: 'instant' as const, value: new Date().toISOString() };
    const handedOver = { do: 'transfer-lead' as const, to: person(rep), reason: 'import says so' };
    await leads.commands.recordHistory([
      {
        importId: 'undone-3',
        leadKey: { source: 'crm', id: 'u2' },
        facts: [{ rowKey: 'u3', rowHash: 'x', occurredAt: now, knownAt: null, action: handedOver }],
      },
    ]);
    expect([await reserved(rep), await reserved(other)]).toEqual([[leadId], []]);
    await leads.commands.retractImport('undone-3', [leadId], mia);
    expect([await reserved(rep), await reserved(other)]).toEqual([[], [leadId]]);
    await act(await capture(), { do: 'claim-lead', rep }, rep);
  });

  it('R0.4 an import stands though nobody could post what it took from a rep: the reconciler returns it', async () => {
    const [rep, other] = [await hire(2), await hire(2)];
    const at = (day: number) => ({ precision: 'instant' as const, value: `2026-01-0${day}T09:00:00.000Z` });
    const brought = { do: 'capture-inquiry' as const, source: 'crm', channel: 'email', holder: person(rep) };
    const caseOf = (importId: string, day: number, action: LeadAction) => ({
      importId,
      leadKey: { source: 'crm', id: 'away' },
      facts: [{ rowKey: importId, rowHash: 'x', occurredAt: at(day), knownAt: null, action }],
    });
    const [lead] = await leads.commands.recordHistory([caseOf('away-1', 1, brought)]);
    let races = 1;
    /** The first append to the lead loses its race; no return ever arrives. */
    const failing: EventLog = {
      ...leads.log,
      append: (stream, events, expected) => {
        if (events[0]!.type === 'rep.reservation-returned') return Promise.reject(unavailable('EVENT_STORE.UNAVAILABLE', 'away'));
        return leads.log.append(stream, events, stream === leadStream(lead!.leadId) && races-- > 0 ? 'no-stream' : expected);
      },
    };
    const moved = caseOf('away-2', 2, { do: 'transfer-lead', to: person(other), reason: 'import says so' });
    expect(await leads.another(failing).recordHistory([moved])).toMatchObject([{ leadId: lead!.leadId }]);
    expect(await held(other, [lead!.leadId])).toEqual([lead!.leadId]);
    expect([await reserved(rep), await reserved(other)]).toEqual([[lead!.leadId], [lead!.leadId]]);
    await reconcile();
    expect([await reserved(rep), await reserved(other)]).toEqual([[], [lead!.leadId]]);
    await act(lead!.leadId, { do: 'lose-lead' });
    expect(await reserved(other)).toEqual([]);
  });

  it('R0.4 T3 a claim that stands still until its reservation has lapsed cannot pass the limit when it goes on', async () => {
    const rep = await hire(1);
    const [slow, quick] = [await capture(), await capture()];
    let goOn = (): void => undefined;
    let stands = (): void => undefined;
    const standing = new Promise<void>((resolve) => (stands = resolve));
    const stalled: EventLog = {
      ...leads.log,
      append: async (stream, events, expected) => {
        if (stream === leadStream(slow) && events[0]?.type === 'lead.claimed') {
          stands();
          await new Promise<void>((resolve) => (goOn = resolve));
        }
        return leads.log.append(stream, events, expected);
      },
    };
    const claim = leads.another(stalled).execute(slow, { do: 'claim-lead', rep }, by(rep));
    const refused = expect(claim).rejects.toMatchObject({
      violations: [{ code: 'REP.HOLDING_CAP_REACHED', detail: { limit: 1, held: 1 } }],
    });
    await standing;
    await reconcile();
    await act(quick, { do: 'claim-lead', rep }, rep);
    goOn();
    await refused;
    expect(await held(rep, [slow, quick])).toEqual([quick]);
    expect(await reserved(rep)).toEqual([quick]);
  });
});
