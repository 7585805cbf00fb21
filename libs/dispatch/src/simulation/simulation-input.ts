import { type Attributes, type PositionedEvent } from '#libs/contracts';
import { type FactCodes } from '#libs/expressions';
import { type Closing } from '../assignment/closing-book.js';
import { type AssignmentSpec } from '../assignment-policy/assignment-spec.js';

/** A lead as it arrived, and what became of it. All times are effective, in milliseconds since the epoch. */
export interface PastInquiry {
  readonly leadId: string;
  readonly inquiryId: string;
  readonly position: number;
  readonly at: number;
  /** When it was recorded: where the simulation knows only what was known then, this is the instant. */
  readonly knownAt: number;
  readonly pool: string;
  readonly personId: string | null;
  readonly source: string;
  readonly channel: string;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly attributes: Attributes;
  readonly actual: {
    /** Who owned it last; null: nobody ever did. */
    readonly owner: string | null;
    /** When it first got an owner. */
    readonly ownedAt: number | null;
    /** When it was closed or went back from a person to a pool; null: it did not. */
    readonly releasedAt: number | null;
    readonly invalid: boolean;
  };
}

/** A time in which a rep really owned a lead that the simulation does not distribute. */
export interface Holding {
  readonly leadId: string;
  readonly personIds: readonly string[];
  readonly rep: string | null;
  readonly from: number;
  /** Null: still. */
  readonly to: number | null;
}

/** Everything that a simulation looks at: read once, then nothing but this counts. */
export interface SimulationInput {
  readonly spec: AssignmentSpec;
  /** The same policy, reading facts by the vocabularies as they stood at an instant. */
  readonly specReading: (codes: FactCodes) => AssignmentSpec;
  readonly documentHash: string;
  readonly from: number;
  readonly to: number;
  /** The log up to here counts. */
  readonly position: number;
  /** In the order of (at, position). */
  readonly inquiries: readonly PastInquiry[];
  readonly holdings: readonly Holding[];
  readonly closings: readonly Closing[];
  /** Reps, teams, pools, calendars and vocabularies, in log order. */
  readonly organisation: readonly PositionedEvent[];
  /** Each decision knows only what of the organisation was recorded by its instant. */
  readonly asKnownThen: boolean;
}
