import fc from 'fast-check';
import { type RecordedLedgerEvent } from '#libs/contracts';
import { type ChangePolicy, decideChangePolicy, type PolicyMove } from './change-policy.decide.js';
import { decideDraftPolicy } from './draft-policy.decide.js';
import { policyInForce } from './policy-in-force.js';
import { initialPolicy, type PolicyState } from './policy-state.js';
import { evolvePolicy } from './policy.evolve.js';

const at = (day: number): number => Date.UTC(2026, 2, day, 9);
const iso = (ms: number): string => new Date(ms).toISOString();
const head = { name: 'inbound', kind: 'assignment', owner: 'mia', effectiveFrom: null, reviewBy: '2026-09-01' };

function recorded(state: PolicyState, events: readonly { type: string; data: unknown }[], now: number): PolicyState {
  return events.reduce<PolicyState>((folded, event, index) => {
    const metadata = { knownAt: iso(now), actor: { kind: 'person', id: 'mia', assurance: 'test' } };
    return evolvePolicy(folded, {
      ...event,
      revision: folded.versions.length + folded.changes.length + index,
      metadata,
    } as unknown as RecordedLedgerEvent);
  }, state);
}

function drafted(state: PolicyState, document: string, now = at(1)): PolicyState {
  return recorded(state, decideDraftPolicy(state, { head, document, documentHash: `hash of ${document}`, reason: 'first' }).events, now);
}

const command = (move: PolicyMove, version: number, now: number, more: Partial<ChangePolicy> = {}): ChangePolicy => ({
  move,
  version,
  reason: 'because',
  now,
  effectiveFrom: null,
  answers: [{ question: 'R2.1', answer: 'the manager' }],
  obstacles: [],
  ...more,
});

function moved(state: PolicyState, move: PolicyMove, version: number, now: number, more: Partial<ChangePolicy> = {}): PolicyState {
  const decision = decideChangePolicy(state, command(move, version, now, more));
  if (decision.kind === 'rejected') throw new Error(decision.violations.map(({ code }) => code).join());
  return recorded(state, decision.events, now);
}

const refusal = (state: PolicyState, move: PolicyMove, version: number, more: Partial<ChangePolicy> = {}): string[] => {
  const decision = decideChangePolicy(state, command(move, version, at(9), more));
  return decision.kind === 'rejected' ? decision.violations.map(({ code }) => code) : [];
};

const activeAt = (state: PolicyState, now: number): number | null => policyInForce(state, now).active?.version ?? null;
const two = drafted(drafted(initialPolicy, 'one'), 'two');

describe('a policy in versions', () => {
  it('R4.9 the same document again is no new version; another one is the next, and the first stays as it was', () => {
    expect(decideDraftPolicy(two, { head, document: 'two', documentHash: 'hash of two', reason: 'again' })).toEqual({
      version: 2,
      events: [],
    });
    expect(drafted(two, 'one').versions.map(({ version, document }) => [version, document])).toEqual([
      [1, 'one'],
      [2, 'two'],
      [3, 'one'],
    ]);
  });

  it('R3.23 goes from draft over test to active, and the version before steps down', () => {
    const tried = moved(two, 'test', 1, at(2));
    expect(policyInForce(tried, at(2)).statusOf(1)).toBe('test');
    const first = moved(tried, 'activate', 1, at(3));
    const second = moved(first, 'activate', 2, at(5));
    expect([at(1), at(2), at(3), at(4), at(5)].map((now) => activeAt(second, now))).toEqual([null, null, 1, 1, 2]);
    expect(policyInForce(second, at(6)).statusOf(1)).toBe('retired');
    expect(activeAt(moved(second, 'activate', 1, at(7)), at(7))).toBe(1);
  });

  it('R2.7 one command switches it off at once, and on again; said twice it adds nothing', () => {
    const active = moved(two, 'activate', 1, at(3));
    const off = moved(active, 'pause', 1, at(4));
    expect(activeAt(off, at(4))).toBeNull();
    expect(activeAt(off, at(4) - 1)).toBe(1);
    expect(moved(off, 'pause', 1, at(5)).changes).toEqual(off.changes);
    expect(activeAt(moved(off, 'resume', 1, at(6)), at(6))).toBe(1);
  });

  it('R1.4 takes effect when it is said to, never before it was decided', () => {
    const later = moved(two, 'activate', 1, at(3), { effectiveFrom: at(10) });
    expect([at(3), at(9), at(10)].map((now) => activeAt(later, now))).toEqual([null, null, 1]);
    expect(activeAt(moved(two, 'activate', 1, at(3), { effectiveFrom: at(1) }), at(2))).toBeNull();
    const byDocument = { ...two, versions: two.versions.map((version) => ({ ...version, effectiveFrom: at(8) })) };
    expect([at(7), at(8)].map((now) => activeAt(moved(byDocument, 'activate', 2, at(3)), now))).toEqual([null, 2]);
  });

  it('R2.7 a pause outlasts an activation that was scheduled before it; retiring a version takes its schedule back', () => {
    const later = moved(two, 'activate', 1, at(3), { effectiveFrom: at(10) });
    expect(activeAt(moved(later, 'pause', 1, at(4)), at(11))).toBeNull();
    expect(activeAt(moved(later, 'retire', 1, at(4)), at(11))).toBeNull();
    expect(activeAt(moved(later, 'activate', 2, at(5)), at(11))).toBe(2);
  });

  it('R1.4 R2.16 refuses what has no reason, what cannot go live, and what is not so: all of it at once', () => {
    const obstacle = { code: 'POLICY.UNANSWERED', message: 'R2.5 is not answered' };
    expect(refusal(two, 'activate', 1, { reason: ' ', obstacles: [obstacle] })).toEqual(['POLICY.REASON', 'POLICY.UNANSWERED']);
    expect(refusal(two, 'test', 1, { obstacles: [obstacle] })).toEqual(['POLICY.UNANSWERED']);
    expect(refusal(two, 'pause', 1)).toEqual(['POLICY.NOT_ACTIVE']);
    expect(refusal(two, 'resume', 2)).toEqual(['POLICY.NOT_ACTIVE']);
    const active = moved(two, 'activate', 1, at(3));
    expect(refusal(active, 'test', 1)).toEqual(['POLICY.ACTIVE']);
    expect(refusal(moved(active, 'pause', 1, at(4)), 'activate', 1)).toEqual(['POLICY.PAUSED']);
    expect(refusal(moved(active, 'retire', 1, at(4)), 'activate', 1)).toEqual(['POLICY.RETIRED']);
    expect(refusal(active, 'pause', 1, { obstacles: [obstacle] })).toEqual([]);
  });

  it('R2.16 keeps the answers with the activation', () => {
    expect(moved(two, 'activate', 1, at(3)).changes[0]!.answers).toEqual([{ question: 'R2.1', answer: 'the manager' }]);
  });

  it('T9 whatever is said in whatever order: at most one version decides, off is off, and what held at an instant never changes afterwards', () => {
    const moves = fc.array(
      fc.record({
        move: fc.constantFrom<PolicyMove>('test', 'activate', 'pause', 'resume', 'retire'),
        version: fc.integer({ min: 1, max: 2 }),
        delay: fc.option(fc.integer({ min: 0, max: 3 }), { nil: null }),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(moves, (said) => {
        let state = two;
        said.forEach(({ move, version, delay }, index) => {
          const now = at(2 + index);
          const before = [...Array(index + 1).keys()].map((day) => activeAt(state, at(1 + day)));
          const decision = decideChangePolicy(
            state,
            command(move, version, now, { effectiveFrom: delay === null ? null : now + delay * 86_400_000 }),
          );
          if (decision.kind === 'rejected') return;
          state = recorded(state, decision.events, now);
          expect([...Array(index + 1).keys()].map((day) => activeAt(state, at(1 + day)))).toEqual(before);
          if (move === 'pause') expect(activeAt(state, now + 100 * 86_400_000)).toBeNull();
          if (move === 'retire') expect(policyInForce(state, now + 100 * 86_400_000).statusOf(version)).toBe('retired');
          expect([1, 2].filter((each) => policyInForce(state, now).statusOf(each) === 'active').length).toBeLessThanOrEqual(1);
        });
      }),
    );
  });
});
