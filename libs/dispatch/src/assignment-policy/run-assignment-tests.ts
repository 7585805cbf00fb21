import { type AssignmentDecision } from '#libs/contracts';
import { type PolicyTestResult } from '#libs/governance';
import { type AssignmentCase, nobodyKnown } from '../assignment/assignment-case.js';
import { decideAssignment, takes } from '../assignment/decide-assignment.js';
import { type AssignmentSpec } from './assignment-spec.js';
import { type AssignmentTest, type TestExpectation } from './assignment-test.js';
import { testState } from './test-world.js';

/** Decides each test case with the engine that decides live, in the world that the case describes. */
export function runAssignmentTests(spec: AssignmentSpec, tests: readonly AssignmentTest[]): readonly PolicyTestResult[] {
  return tests.map((test) => {
    const state = testState(spec.team, test);
    const assignment = caseOf(spec, test);
    const difference = takes(spec, state, assignment)
      ? differenceOf(test.expect, decideAssignment(spec, 1, state, assignment))
      : 'the policy does not take this inquiry (`takes` is not true)';
    return { name: test.name, passed: difference === null, difference };
  });
}

function caseOf(spec: AssignmentSpec, { name, at, inquiry, given }: AssignmentTest): AssignmentCase {
  const { previousOwner, relatedOwner, repeat } = given;
  return {
    decisionId: `test ${name}`,
    mode: 'live',
    leadId: 'lead of the test',
    inquiryId: null,
    leadRevision: 0,
    at,
    ...inquiry,
    inquiries: 1,
    holder: { kind: 'pool', id: spec.pools[0] ?? 'intake' },
    former: null,
    refused: [],
    person: { ...nobodyKnown, repeat, previousOwner, relatedOwner },
  };
}

/** Everything that is other than expected, in words; null where nothing is. */
function differenceOf(expect: TestExpectation, decision: AssignmentDecision): string | null {
  const { rule, chosen, heldUntil, fallbacks, candidates, alert } = decision;
  const differs = (what: string, expected: string | null, found: string | null): string | null =>
    expected === null || expected === found ? null : `${what} is ${found ?? 'none'}, not ${expected}`;
  const nameOf = (kind: string): string | null => (rule.kind === kind ? rule.name : null);
  const took = fallbacks.findLast(({ to }) => to !== null)?.step.split(' ')[0] ?? null;
  const differences = [
    differs(
      'it goes to',
      expect.to && `${expect.to.kind} ${expect.to.id}`,
      chosen && 'id' in chosen ? `${chosen.kind} ${chosen.id}` : null,
    ),
    differs('the entry', expect.entry, nameOf('entry')),
    differs('the bypass', expect.bypass, nameOf('bypass')),
    differs('held until', expect.heldUntil === null ? null : new Date(expect.heldUntil).toISOString(), heldUntil),
    differs('the fallback', expect.fallback, took),
    ...Object.entries(expect.excluded).map(([rep, code]) =>
      differs(`the exclusion of ${rep}`, code, candidates.find((candidate) => candidate.rep === rep)?.excluded?.code ?? null),
    ),
    differs('an alert', expect.alert === null ? null : String(expect.alert), String(alert !== null)),
  ].filter((difference) => difference !== null);
  return differences.length === 0 ? null : differences.join('; ');
}
