import fc from 'fast-check';
import { addFractions, fraction, ZERO } from '#libs/platform';
import { compileAssignment } from '../assignment-policy/compile-assignment.js';
import { complexityReport } from './complexity-report.js';
import { adviceOf } from './dispatch-wait.js';
import { fairnessReport } from './fairness-report.js';
import { type MadeDecision } from './made-decision.js';
import { overrideReport } from './override-report.js';
import { shadowReport } from './shadow-report.js';
import { readFileSync } from 'node:fs';

let count = 0;
const made = (more: Partial<MadeDecision> = {}): MadeDecision => ({
  decision: `decision ${++count}`,
  lead: `lead ${count}`,
  mode: 'live',
  policy: 'inbound',
  version: 1,
  team: 'inbound',
  at: '2026-03-03T10:00:00.000Z',
  kind: 'entry',
  rule: 'all',
  chosenKind: 'person',
  chosen: 'ana',
  countedFor: 'ana',
  value: null,
  compared: ['ana', 'bo'],
  overridden: false,
  givenTo: null,
  invalid: false,
  lastOwner: null,
  ...more,
});
const times = (n: number, of: (index: number) => Partial<MadeDecision>): MadeDecision[] =>
  Array.from({ length: n }, (_, index) => made(of(index)));

describe('the override rate', () => {
  it('R2.9 five rules in a week in which every decision was undone: switching off is recommended for each', () => {
    const rules = ['one', 'two', 'three', 'four', 'five'];
    const week = rules.flatMap((rule) => times(12, (n) => ({ rule, overridden: true, chosen: n % 2 ? 'ana' : 'bo' })));
    const report = overrideReport(week, { zone: 'Europe/Berlin' });
    expect(report).toMatchObject({ decisions: 60, overridden: 60, share: 1 });
    expect(report.recommendations.map(({ rule }) => rule)).toEqual([null, ...rules.map((rule) => `entry ${rule}`).sort()]);
    expect(report.byRep).toEqual([
      { name: 'ana', decisions: 30, overridden: 30, share: 1 },
      { name: 'bo', decisions: 30, overridden: 30, share: 1 },
    ]);
    expect(report.byWeek).toEqual([{ name: '2026-03-02', decisions: 60, overridden: 60, share: 1 }]);
  });

  it('R5.6 says "rule 3: 92 of 96 decisions undone", and leaves alone what is used, what is new and what only was tried', () => {
    const week = [
      ...times(96, (n) => ({ rule: 'rule 3', overridden: n < 92 })),
      ...times(200, (n) => ({ rule: 'rule 1', overridden: n < 20 })),
      ...times(5, () => ({ rule: 'rule 2', overridden: true })),
      ...times(50, () => ({ rule: 'rule 4', mode: 'shadow' as const, overridden: true })),
    ];
    const report = overrideReport(week, { zone: 'UTC' });
    expect(report.recommendations).toEqual([
      { policy: 'inbound', rule: 'entry rule 3', text: 'inbound: entry rule 3: 92 of 96 decisions undone; turn it off?' },
    ]);
  });

  it('nothing decided is no rate, not a rate of 0', () => {
    expect(overrideReport([], { zone: 'UTC' })).toMatchObject({ decisions: 0, share: null, recommendations: [] });
  });
});

describe('fairness', () => {
  const tenEach = [
    ...times(10, () => ({ chosen: 'ana', countedFor: 'ana', value: 100 })),
    ...times(10, () => ({ chosen: 'bo', countedFor: 'bo', value: 100, invalid: true })),
  ];

  it('R2.5 ten good and ten spam: even by count, five from the mean by valid count, a breach at tolerance 2', () => {
    expect(fairnessReport(tenEach, [], { measure: 'count', tolerance: 2 })).toMatchObject({ mean: 10, breaches: [] });
    expect(fairnessReport(tenEach, [], { measure: 'valid_count', tolerance: 2 })).toMatchObject({
      mean: 5,
      lines: [
        { rep: 'ana', deviation: 5, breach: true },
        { rep: 'bo', deviation: -5, breach: true },
      ],
      breaches: ['ana', 'bo'],
    });
  });

  it('R5.8 ten credits for the spam leave the balances of both measures as they were and put Bo ten turns ahead', () => {
    const credits = Array.from({ length: 10 }, () => ({ rep: 'bo', turns: -1 }));
    for (const measure of ['count', 'valid_count', 'expected_value'] as const) {
      const before = fairnessReport(tenEach, [], { measure, tolerance: 2 });
      const after = fairnessReport(tenEach, credits, { measure, tolerance: 2 });
      expect(after.lines.map(({ rep, amount, deviation }) => [rep, amount, deviation])).toEqual(
        before.lines.map(({ rep, amount, deviation }) => [rep, amount, deviation]),
      );
      expect(after.lines.map(({ turns }) => turns)).toEqual([10, 0]);
    }
  });

  it('R5.8 the same decisions can be valued anew: by what leads were worth', () => {
    const valued = [made({ value: 9_000 }), made({ chosen: 'bo', countedFor: 'bo', value: 1_000 })];
    expect(fairnessReport(valued, [], { measure: 'expected_value', tolerance: 100 })).toMatchObject({
      mean: 5_000,
      breaches: ['ana', 'bo'],
    });
    expect(fairnessReport(valued, [], { measure: 'count', tolerance: 0 })).toMatchObject({ breaches: [] });
  });

  it('R2.5 adds exactly: three leads of two reps that are worth as much are no breach at any tolerance', () => {
    const valued = [made({ value: 0.1 }), made({ value: 0.2 }), made({ countedFor: 'bo', value: 0.3 })];
    expect(fairnessReport(valued, [], { measure: 'expected_value', tolerance: 0 })).toMatchObject({
      meanExact: { numerator: '3', denominator: '10' },
      lines: [
        { rep: 'ana', amount: 0.3, deviation: 0 },
        { rep: 'bo', amount: 0.3, deviation: 0 },
      ],
      breaches: [],
    });
    const thirds = [made({ compared: ['ana', 'bo', 'cy'] })];
    expect(fairnessReport(thirds, [], { measure: 'count', tolerance: 0 }).lines.map(({ deviationExact }) => deviationExact)).toEqual([
      { numerator: '2', denominator: '3' },
      { numerator: '-1', denominator: '3' },
      { numerator: '-1', denominator: '3' },
    ]);
  });

  it('R5.8 the same decisions in any order, and valued anew in between, come to the same account, whose deviations add up to nothing', () => {
    const worth = fc.oneof(
      fc.constantFrom(null, 0.1, 1e-7, 1 / 3, 12_000, 9e15 + 1, -9e15, 1e17, 1e300),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    const decision = fc.record({ countedFor: fc.constantFrom('ana', 'bo', 'cy', null), value: worth, invalid: fc.boolean() });
    fc.assert(
      fc.property(fc.array(decision, { maxLength: 20 }), fc.infiniteStream(fc.nat()), (all, lots) => {
        const decisions = all.map(made);
        const mixed = decisions.map((each) => ({ each, lot: lots.next().value as number })).sort((a, b) => a.lot - b.lot);
        const terms = { measure: 'expected_value', tolerance: 0.3 } as const;
        const report = fairnessReport(decisions, [], terms);
        fairnessReport(decisions, [], { ...terms, measure: 'count' });
        expect(
          fairnessReport(
            mixed.map(({ each }) => each),
            [],
            terms,
          ),
        ).toEqual(report);
        const deviations = report.lines.map(({ deviationExact: { numerator, denominator } }) =>
          fraction(BigInt(numerator), BigInt(denominator)),
        );
        expect(deviations.reduce(addFractions, ZERO)).toEqual(ZERO);
      }),
    );
  });

  it('R2.4 what a bypass gave without counting counts for nobody, and who could have been chosen stands there with 0', () => {
    const report = fairnessReport([made({ kind: 'bypass', countedFor: null, compared: [] }), made({ compared: ['ana', 'cy'] })], [], {
      measure: 'count',
      tolerance: 1,
    });
    expect(report.lines.map(({ rep, amount }) => [rep, amount])).toEqual([
      ['ana', 1],
      ['cy', 0],
    ]);
  });
});

describe('a policy in test', () => {
  it('R2.10 is compared with what was done about the same lead, and with who has it now', () => {
    const report = shadowReport(
      [
        made({ lead: 'a' }),
        made({ lead: 'a', mode: 'shadow', policy: 'next', chosen: 'ana' }),
        made({ lead: 'b', lastOwner: 'bo' }),
        made({ lead: 'b', mode: 'shadow', policy: 'next', chosen: 'ana', lastOwner: 'bo' }),
        made({ lead: 'c', mode: 'shadow', policy: 'next', chosen: 'ana' }),
        made({ lead: 'd', mode: 'shadow', policy: 'other' }),
      ],
      'next',
      null,
    );
    expect(report).toMatchObject({ decisions: 3, same: 1, differ: 1, open: 1, expectedOverrides: 0.5 });
    expect(report.differences).toEqual([{ lead: 'b', rule: 'entry all', shadow: 'ana', actual: 'bo' }]);
  });
});

describe('complexity', () => {
  it('R2.12 counts rules, conditions and facts, and names what never matched', () => {
    const spec = compileAssignment(readFileSync(new URL('../../../../docs/how-to/by-workload.policy.yaml', import.meta.url), 'utf8'))!;
    const report = complexityReport([{ spec, version: 3 }], [made({ rule: 'everything-else' }), made({ kind: 'bypass', rule: 'vip' })]);
    expect(report.lines).toEqual([
      {
        policy: 'inbound',
        version: 3,
        rules: 6,
        conditions: 7,
        facts: 7,
        decisions: 2,
        neverMatched: ['bypass known-customer', 'bypass same-company', 'entry servers-for-companies', 'entry partners'],
      },
    ]);
  });
});

describe('waiting for a dispatcher', () => {
  const minutes = (n: number): number => n * 60_000;
  it('R2.17 a slow manual week advises a rule, a fast one does not', () => {
    const slow = adviceOf('intake', [30, 45, 60, 90, 240].map(minutes), minutes(15));
    expect(slow).toMatchObject({ medianMs: minutes(60), adviseRule: true });
    const fast = adviceOf('intake', [1, 2, 3, 4, 240].map(minutes), minutes(15));
    expect(fast).toMatchObject({ medianMs: minutes(3), adviseRule: false });
  });

  it('R2.17 what nobody ever takes is the longest wait of all; a handful of leads advises nothing', () => {
    expect(adviceOf('intake', [null, null, null, null, minutes(1)], minutes(15)).adviseRule).toBe(true);
    expect(adviceOf('intake', [minutes(900)], minutes(15)).adviseRule).toBe(false);
  });
});
