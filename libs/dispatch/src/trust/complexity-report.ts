import { type AssignmentSpec, type Condition } from '../assignment-policy/assignment-spec.js';
import { type MadeDecision, ruleOf } from './made-decision.js';

interface PolicyComplexity {
  readonly policy: string;
  readonly version: number;
  readonly rules: number;
  readonly conditions: number;
  /** Facts that the conditions read. */
  readonly facts: number;
  readonly decisions: number;
  /** Rules that decided nothing in the period. */
  readonly neverMatched: readonly string[];
}

/** What the policies at work cost those who must understand them. */
export interface ComplexityReport {
  readonly policies: number;
  readonly rules: number;
  readonly conditions: number;
  readonly neverMatched: number;
  readonly lines: readonly PolicyComplexity[];
}

/** Counts rules and conditions of policies at work, and names those that matched nothing among these decisions. Pure. */
export function complexityReport(
  atWork: readonly { readonly spec: AssignmentSpec; readonly version: number }[],
  made: readonly MadeDecision[],
): ComplexityReport {
  const lines = atWork.map(({ spec, version }) => {
    const conditions = conditionsOf(spec);
    const own = made.filter(({ policy }) => policy === spec.name);
    const matched = new Set(own.map(ruleOf));
    const rules = [...spec.bypasses.map(({ name }) => `bypass ${name}`), ...spec.entries.map(({ name }) => `entry ${name}`)];
    return {
      policy: spec.name,
      version,
      rules: rules.length,
      conditions: conditions.length,
      facts: new Set(conditions.flatMap(({ references }) => references.map((path) => path.join('.')))).size,
      decisions: own.length,
      neverMatched: rules.filter((rule) => !matched.has(rule)),
    };
  });
  const sum = (of: (line: PolicyComplexity) => number): number => lines.reduce((total, line) => total + of(line), 0);
  return {
    policies: lines.length,
    rules: sum(({ rules }) => rules),
    conditions: sum(({ conditions }) => conditions),
    neverMatched: sum(({ neverMatched }) => neverMatched.length),
    lines,
  };
}

function conditionsOf({ takes, bypasses, entries, fairness }: AssignmentSpec): readonly Condition[] {
  return [
    takes,
    fairness.value,
    ...bypasses.map(({ when }) => when),
    ...entries.flatMap(({ when, among, strategy }) => [when, among.where, strategy.kind === 'best-fit' ? strategy.fit : null]),
  ].filter((condition) => condition !== null);
}
