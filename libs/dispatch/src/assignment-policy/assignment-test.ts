import { type Attributes } from '#libs/contracts';
import { type TestHours } from './test-hours.js';
import { type TestInquiry } from './test-inquiry.js';

/** A test case of an assignment policy: a world as small as the case needs, one inquiry, and what must come of it. */
export interface AssignmentTest {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly inquiry: TestInquiry;
  readonly given: TestWorld;
  readonly expect: TestExpectation;
}

/** What is not said is not there: nobody else works in the team, nobody is away, and every hour is working time. */
export interface TestWorld {
  readonly reps: readonly TestRep[];
  readonly manager: string | null;
  /** Working hours of the team, Monday to Friday unless `days` says otherwise. */
  readonly hours: TestHours | null;
  readonly previousOwner: string | null;
  readonly relatedOwner: string | null;
  readonly repeat: boolean;
}

export interface TestRep {
  readonly rep: string;
  /** Default the policy's team. */
  readonly team: string | null;
  readonly role: string | null;
  readonly attributes: Attributes;
  readonly openLoad: number;
  readonly holdingCap: number | null;
  /** Milliseconds since the epoch. */
  readonly away: { readonly from: number; readonly to: number } | null;
  readonly onCall: boolean;
  /** Turns that the policy has given so far. */
  readonly turns: number;
  /** By the name of the figure; a win rate from 0 to 1. */
  readonly figures: Readonly<Record<string, number>>;
}

/** Only what is said is compared. */
export interface TestExpectation {
  readonly to: { readonly kind: 'person' | 'pool'; readonly id: string } | null;
  /** The rule that decides. */
  readonly entry: string | null;
  readonly bypass: string | null;
  /** Held until this instant, milliseconds since the epoch. */
  readonly heldUntil: number | null;
  /** The fallback step that took it: manager, rep, team, pool or default. */
  readonly fallback: string | null;
  /** Reason code by rep. */
  readonly excluded: Readonly<Record<string, string>>;
  readonly alert: boolean | null;
}
