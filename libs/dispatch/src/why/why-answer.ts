import { type Holder } from '#libs/contracts';
import { type DecisionLine } from './decisions-about.js';
import { type WhyNot } from './why-not.js';

/** Who has the lead at the instant that is asked about, as ownership has it. */
export interface PresentHolder {
  readonly holder: Holder;
  readonly since: string | null;
  readonly cause: string;
  readonly decision: string | null;
  readonly by: string;
  readonly reason: string | null;
}

export interface WhyAnswer {
  readonly lead: string;
  readonly at: string;
  readonly present: PresentHolder | null;
  /** The decision that gave it to the present holder; where nobody decided so, the last one about it; null: none. */
  readonly decision: DecisionLine | null;
  /** Whether the present holder has it by that decision. */
  readonly byDecision: boolean;
  readonly not: WhyNot | null;
  /** The same in words, a sentence each. */
  readonly words: readonly string[];
}
