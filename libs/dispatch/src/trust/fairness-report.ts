import { FairnessAmounts, type FairnessBalance, type FairnessBalances, type FairnessTerms } from './fairness-balances.js';
import { type MadeDecision } from './made-decision.js';

/** A posting outside a decision: turns given (positive) or credited back (negative). */
export interface Posting {
  readonly rep: string;
  readonly turns: number;
}

interface FairnessLine extends FairnessBalance {
  /** Turns that still count: those of decisions, less what was credited back. Who has fewer is ahead in the queue by so many. */
  readonly turns: number;
  readonly credits: number;
}

export interface FairnessReport extends FairnessBalances {
  readonly lines: readonly FairnessLine[];
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
  const amounts = new FairnessAmounts(measure);
  const turns = new Map<string, number>();
  const credits = new Map<string, number>();
  const add = (to: Map<string, number>, rep: string, by: number): void => void to.set(rep, (to.get(rep) ?? 0) + by);
  for (const decision of made) {
    if (decision.mode !== 'live') continue;
    for (const rep of decision.compared) amounts.include(rep);
    if (decision.countedFor === null) continue;
    amounts.give(decision.countedFor, decision);
    add(turns, decision.countedFor, 1);
  }
  for (const { rep, turns: given } of postings) {
    amounts.include(rep);
    add(turns, rep, given);
    add(credits, rep, -given);
  }
  const balances = amounts.balances(tolerance);
  const lines = balances.lines.map((line) => ({ ...line, turns: turns.get(line.rep) ?? 0, credits: credits.get(line.rep) ?? 0 }));
  return { ...balances, lines };
}
