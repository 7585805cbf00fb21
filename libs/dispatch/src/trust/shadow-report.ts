import { type MadeDecision, ruleOf } from './made-decision.js';

interface ShadowLine {
  readonly rule: string;
  readonly decisions: number;
  /** The live decision about the same lead, or (where none was made) the person who really had it last, was the same. */
  readonly same: number;
  readonly differ: number;
  /** Nobody had the lead, or the policy would have left it in a pool: nothing to compare. */
  readonly open: number;
}

/** What a policy in test would have done, beside what was done. */
export interface ShadowReport {
  readonly decisions: number;
  readonly same: number;
  readonly differ: number;
  readonly open: number;
  /** Of those that can be compared. */
  readonly expectedOverrides: number | null;
  readonly byRule: readonly ShadowLine[];
  readonly differences: readonly {
    readonly lead: string;
    readonly rule: string;
    readonly shadow: string | null;
    readonly actual: string | null;
  }[];
}

const NAMED = 100;

/** Compares what was only recorded with what was carried out, lead by lead. `version` null: all versions of the policy. Pure. */
export function shadowReport(made: readonly MadeDecision[], policy: string, version: number | null): ShadowReport {
  const shadows = made.filter((each) => each.mode === 'shadow' && each.policy === policy && (version === null || each.version === version));
  const live = new Map(made.filter(({ mode }) => mode === 'live').map((each) => [each.lead, each]));
  const byRule = new Map<string, { decisions: number; same: number; differ: number; open: number }>();
  const differences: ShadowReport['differences'][number][] = [];
  for (const shadow of shadows) {
    const rule = ruleOf(shadow);
    const counts = byRule.get(rule) ?? { decisions: 0, same: 0, differ: 0, open: 0 };
    byRule.set(rule, counts);
    counts.decisions += 1;
    const beside = live.get(shadow.lead);
    const actual = shadow.lastOwner ?? (beside?.chosenKind === 'person' ? beside.chosen : null);
    if (actual === null || shadow.chosenKind !== 'person') counts.open += 1;
    else if (shadow.chosen === actual) counts.same += 1;
    else {
      counts.differ += 1;
      if (differences.length < NAMED) differences.push({ lead: shadow.lead, rule, shadow: shadow.chosen, actual });
    }
  }
  const lines = [...byRule].sort(([a], [b]) => (a < b ? -1 : 1)).map(([rule, counts]) => ({ rule, ...counts }));
  const sum = (of: 'decisions' | 'same' | 'differ' | 'open'): number => lines.reduce((total, line) => total + line[of], 0);
  const compared = sum('same') + sum('differ');
  return {
    decisions: sum('decisions'),
    same: sum('same'),
    differ: sum('differ'),
    open: sum('open'),
    expectedOverrides: compared === 0 ? null : sum('differ') / compared,
    byRule: lines,
    differences,
  };
}
