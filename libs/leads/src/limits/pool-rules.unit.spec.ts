import { OPEN_POOL } from '#libs/dispatch';
import { decideInTime } from '../decide-in-time.js';
import { captured, given, organisation, past, type Past } from '../given-lead.fixture.js';
import { type LeadAction } from '../lead-action.js';

const toPool = (id: string, previous: string) => ({
  to: { kind: 'pool' as const, id },
  team: null,
  previous: { kind: 'person' as const, id: previous },
  reason: null,
});
const owned = (by: string, at: string) =>
  past('lead.assigned', { to: { kind: 'person', id: by }, team: 'North', previous: { kind: 'pool', id: 'intake' }, reason: null }, at);
const NOW = Date.parse('2026-03-10T12:00:00Z');

/** Codes of the refusal under settings of the intake pool. */
function refused(history: readonly Past[], action: LeadAction, settings: Partial<typeof OPEN_POOL>): readonly string[] {
  const view = { ...organisation, pool: (id: string) => (id === 'lost' ? null : { team: null, settings: { ...OPEN_POOL, ...settings } }) };
  const envelope = { commandId: 'test', actor: { kind: 'person' as const, id: 'Ana', assurance: 'token' } };
  const brought = { now: NOW, enforcement: 'block' as const, organisation: view, sealedNote: null, intake: null };
  const { decision } = decideInTime(given(...history).state, action, envelope, brought);
  return decision.kind === 'rejected' ? decision.violations.map(({ code }) => code) : [];
}
const claim: LeadAction = { do: 'claim-lead', rep: 'Ana' };

describe('what a pool says about a claim', () => {
  const released = [
    captured(),
    owned('Ana', '2026-03-10T10:00:00Z'),
    past('lead.released', toPool('intake', 'Ana'), '2026-03-10T11:30:00Z'),
  ];

  it('the previous owner waits from the loss on, also where the lead was moved since, and anyone else does not', () => {
    const moved = [
      ...released,
      past('lead.transferred', { ...toPool('North', 'Ana'), previous: { kind: 'pool', id: 'intake' } }, '2026-03-10T11:40:00Z'),
    ];
    for (const history of [released, moved]) {
      expect(refused(history, claim, { previousOwnerCoolDownMinutes: 60 })).toEqual(['LEAD.PREVIOUS_OWNER_COOL_DOWN']);
      expect(refused(history, claim, { previousOwnerCoolDownMinutes: 20 })).toEqual([]);
    }
    const others = [captured(), owned('Bo', '2026-03-10T10:00:00Z'), past('lead.released', toPool('intake', 'Bo'), '2026-03-10T11:30:00Z')];
    expect(refused(others, claim, { previousOwnerCoolDownMinutes: 60 })).toEqual([]);
  });

  it('a new lead waits from its capture on', () => {
    expect(refused([captured('2026-03-10T11:55:00.000Z')], claim, { newLeadCoolDownMinutes: 10 })).toEqual(['LEAD.NEW_COOL_DOWN']);
    expect(refused([captured('2026-03-10T11:50:00.000Z')], claim, { newLeadCoolDownMinutes: 10 })).toEqual([]);
  });

  it('an audience is met by rep, by team or by role, and by seeing what is to be claimed', () => {
    const nobody = { roles: [], teams: [], reps: [] };
    for (const audience of [
      { ...nobody, reps: ['Ana'] },
      { ...nobody, teams: ['North'] },
      { ...nobody, roles: ['rep'] },
    ])
      expect(refused([captured()], claim, { claim: audience })).toEqual([]);
    expect(refused([captured()], claim, { claim: { ...nobody, reps: ['Bo'] } })).toEqual(['POOL.NOT_FOR_REP']);
    expect(refused([captured()], claim, { see: { ...nobody, teams: ['South'] } })).toEqual(['POOL.NOT_FOR_REP']);
  });

  it('all that is wrong is named at once', () => {
    const locked = past('lead.locked', { until: null, reason: 'x' }, '2026-03-10T11:45:00Z');
    const settings = { previousOwnerCoolDownMinutes: 60, newLeadCoolDownMinutes: 60_000, claim: { roles: [], teams: [], reps: ['Bo'] } };
    expect(refused([...released, locked], claim, settings)).toEqual([
      'LEAD.LOCKED',
      'POOL.NOT_FOR_REP',
      'LEAD.PREVIOUS_OWNER_COOL_DOWN',
      'LEAD.NEW_COOL_DOWN',
    ]);
  });

  it('a lock ends at its time, and a lead that is not locked is not unlocked', () => {
    const until = past('lead.locked', { until: '2026-03-10T11:59:00.000Z', reason: 'x' }, '2026-03-10T11:45:00Z');
    expect(refused([captured(), until], claim, {})).toEqual([]);
    given(captured(), until).when({ do: 'unlock-lead' }).thenRejected('LEAD.NOT_LOCKED');
    given(captured())
      .when({ do: 'lock-lead', reason: ' ', until: '2026-03-01T00:00:00Z' })
      .thenRejected('REASON.MISSING', 'LOCK.ENDS_BEFORE_IT_BEGINS');
  });

  it('a move goes from pool to pool, as far as the settings let it', () => {
    expect(refused([captured()], { do: 'move-lead', pool: 'North', reason: 'x' }, { movesTo: [] })).toEqual(['POOL.MOVE_NOT_ALLOWED']);
    expect(refused([captured()], { do: 'move-lead', pool: 'North', reason: 'x' }, {})).toEqual([]);
    expect(refused([captured()], { do: 'move-lead', pool: 'lost', reason: ' ' }, {})).toEqual(['REASON.MISSING', 'POOL.NOT_FOUND']);
    given(captured(), owned('Bo', '2026-03-02T10:00:00Z'))
      .when({ do: 'move-lead', pool: 'North', reason: 'x' })
      .thenRejected('LEAD.NOT_IN_POOL');
  });

  it('limits are overruled by those who may, and history is bound by no pool', () => {
    const assign = { do: 'assign-lead' as const, to: { kind: 'person' as const, id: 'Bo' }, evenAtCapacity: true };
    given(captured()).when(assign).thenRejected('LIMITS.OVERRULE_NOT_PERMITTED');
    given(captured())
      .when(assign, { rights: ['overrule-limits'] })
      .thenFindings();
    given(...released)
      .when(claim, { enforcement: 'record-only', at: '2026-03-10T11:45:00Z' })
      .thenFindings();
  });
});
