import { type Actor, type Holder } from '#libs/contracts';

export interface Giving {
  readonly leadId: string;
  readonly to: Holder;
  readonly decisionId: string;
  /** The event of the decision. */
  readonly causationId: string;
  readonly actor: Actor;
  /** The lead as it was decided on: a change of holder since then refuses the command. */
  readonly leadRevision: number;
  readonly evenAtCapacity: boolean;
}

/**
 * Gives leads to people, by the same commands as everybody: sent twice, it is done once.
 *
 * Errors: `ProblemError`; below 500 the lead cannot be given (it moved, it closed, a limit or a rule stands against it), else try again.
 */
export interface LeadGiver {
  give(giving: Giving): Promise<void>;
  /** Back to whom it was meant for; refused where the lead has changed at all since `leadRevision`. */
  giveBack(giving: Giving & { readonly reason: string }): Promise<void>;
}
