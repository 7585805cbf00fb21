import { type Attributes, type Holder } from '#libs/contracts';

/** One lead that waits for a decision, as the log tells it at the state's position. */
export interface AssignmentCase {
  readonly decisionId: string;
  readonly mode: 'live' | 'shadow';
  readonly leadId: string;
  /** The inquiry that brought it here. */
  readonly inquiryId: string | null;
  readonly leadRevision: number;
  /** The clock of the decision, milliseconds since the epoch. */
  readonly at: number;
  readonly source: string | null;
  readonly channel: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly attributes: Attributes;
  readonly inquiries: number;
  /** Who has it now. */
  readonly holder: Holder;
  /** Who had it last before the pool, and until when (milliseconds since the epoch). */
  readonly former: { readonly rep: string; readonly until: number } | null;
  /** Reps who could not take it after an earlier decision, with what stood against it. */
  readonly refused: readonly { readonly rep: string; readonly code: string }[];
  readonly person: PersonStanding;
}

/** What the log knows of the person behind a lead, this lead left out. */
export interface PersonStanding {
  readonly repeat: boolean;
  /** Who had a lead of this person last. */
  readonly previousOwner: string | null;
  /** Who owns another open lead of this person, or of its company, now. */
  readonly relatedOwner: string | null;
}

export const nobodyKnown: PersonStanding = { repeat: false, previousOwner: null, relatedOwner: null };
