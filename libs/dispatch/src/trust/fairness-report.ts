import { type FairnessMeasure } from '../assignment-policy/assignment-spec.js';
import { type MadeDecision } from './made-decision.js';

/** A posting outside a decision: turns given (positive) or credited back (negative). */
export interface Posting {
  readonly rep: string;
  readonly turns: number;
}

interface FairnessLine {
  readonly rep: string;
  /** What the rep got, by the measure. */
  readonly amount: number;
  /** From the mean of all who could have been chosen. */
  readonly deviation: number;
  readonly breach: boolean;
  /** Turns that still count: those of decisions, less what was credited back. Who has fewer is ahead in the queue by so many. */
  readonly turns: number;
  readonly credits: number;
}

/** What is compared, and from which deviation from the mean on it is a breach. */
export interface FairnessTerms {
  readonly measure: FairnessMeasure;
  readonly tolerance: number;
}

export interface FairnessReport {
  readonly measure: FairnessMeasure;
  readonly tolerance: number;
  readonly mean: number;
  readonly lines: readonly FairnessLine[];
  readonly breaches: readonly string[];
}

/**
 * The balances of a policy's account under any measure, from the same decisions: nothing is assigned anew. A credit for a lead that was none
 * changes whose turn it is, not what somebody got. Pure.
 */
export function fairnessReport(
  made: readonly MadeDecision[],
  postings: readonly Posting[],
  { measure, tolerance }: FairnessTerms,
): FairnessReport {
  const reps = new Map<string, { amount: number; turns: number; credits: number }>();
  const of = (rep: string) => {
    let sums = reps.get(rep);
    if (!sums) reps.set(rep, (sums = { amount: 0, turns: 0, credits: 0 }));
    return sums;
  };
  for (const decision of made) {
    if (decision.mode !== 'live') continue;
    for (const rep of decision.compared) of(rep);
    if (decision.countedFor === null) continue;
    const sums = of(decision.countedFor);
    sums.amount += amountOf(decision, measure);
    sums.turns += 1;
  }
  for (const { rep, turns } of postings) {
    const sums = of(rep);
    sums.turns += turns;
    sums.credits -= turns;
  }
  const all = [...reps].sort(([a], [b]) => (a < b ? -1 : 1));
  const mean = all.length === 0 ? 0 : all.reduce((sum, [, { amount }]) => sum + amount, 0) / all.length;
  const lines = all.map(([rep, { amount, turns, credits }]) => {
    const deviation = amount - mean;
    return { rep, amount, deviation, breach: Math.abs(deviation) > tolerance, turns, credits };
  });
  return { measure, tolerance, mean, lines, breaches: lines.filter(({ breach }) => breach).map(({ rep }) => rep) };
}

function amountOf({ invalid, value }: MadeDecision, measure: FairnessMeasure): number {
  if (measure === 'count') return 1;
  if (invalid) return 0;
  return measure === 'valid_count' ? 1 : (value ?? 0);
}
