import { type AssignmentDecision } from '#libs/contracts';

/** A decision as answers tell it, its position as decimal text like every other. The event in the log keeps the number that was recorded. */
export type ToldDecision = Omit<AssignmentDecision, 'decidedAt'> & {
  readonly decidedAt: { readonly position: string; readonly at: string };
};

export const toldDecision = (decision: AssignmentDecision): ToldDecision => ({
  ...decision,
  decidedAt: { ...decision.decidedAt, position: String(decision.decidedAt.position) },
});
