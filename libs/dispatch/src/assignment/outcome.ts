import { type AssignmentDecision } from '#libs/contracts';
import { type Asked } from './ask-candidates.js';

/** What a rule came to: the parts of the decision that differ. */
export type Outcome = Pick<
  AssignmentDecision,
  'rule' | 'candidates' | 'comparison' | 'chosen' | 'fallbacks' | 'alert' | 'seed' | 'heldUntil' | 'returns' | 'fairness'
>;

export const nothingYet = (rule: AssignmentDecision['rule'], { candidates }: Pick<Asked, 'candidates'>): Outcome => ({
  rule,
  candidates: [...candidates],
  comparison: null,
  chosen: null,
  fallbacks: [],
  alert: null,
  seed: null,
  heldUntil: null,
  returns: null,
  fairness: null,
});

export const iso = (ms: number): string => new Date(ms).toISOString();
