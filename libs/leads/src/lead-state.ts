import { type Actor, type EventType, type Holder, type RecordedLedgerEvent } from '#libs/contracts';
import { type LeadClocks, noClocks } from './clocks/lead-clocks.js';
import { holderAmong } from './ownership/holder-rule.js';

export type LeadEventType = Extract<EventType, `lead.${string}`>;
export type LeadEvent<T extends LeadEventType = LeadEventType> = RecordedLedgerEvent<T>;

/** `none`: not captured, or its capture was retracted with an import. */
export type LeadStatus = 'none' | 'open' | 'won' | 'lost' | 'closed' | 'invalid';

/** One ownership event as the fold keeps it. */
export interface OwnershipEntry {
  /** Milliseconds since the epoch; −Infinity where history does not say. */
  readonly start: number;
  readonly revision: number;
  /** Exclusive end that a correction named for itself. */
  readonly until: number | null;
  readonly to: Holder;
  readonly team: string | null;
  readonly cause: LeadEventType;
  readonly eventId: string;
  readonly actor: Actor;
}

/** A rep's wish to see a lead that the visibility in force hides from it; null: nobody has decided yet. */
export interface AccessRequest {
  readonly requestId: string;
  readonly rep: string;
  readonly decided: { readonly granted: boolean; /** Exclusive, milliseconds since the epoch. */ readonly until: number | null } | null;
}

/** The events folded so far, newest first. */
export interface PastEvent {
  readonly event: LeadEvent;
  readonly before: PastEvent | null;
}

/** A lead as its stream tells it: what `decide` needs, nothing more. */
export interface LeadState {
  readonly leadId: string | null;
  readonly status: LeadStatus;
  readonly personIds: readonly string[];
  /** Effective start of the capture. */
  readonly capturedAt: number;
  /** In the one order of a lead: (start, revision). */
  readonly ownership: readonly OwnershipEntry[];
  readonly stage: { readonly stage: string; readonly process: string | null } | null;
  /** Exempt from recycling and claims from `from` to `until` (exclusive), or until it is unlocked. */
  readonly lock: { readonly from: number; readonly until: number | null } | null;
  readonly accessRequests: readonly AccessRequest[];
  /** Effective start of the latest follow-up that a human made; idle time counts from here and from nothing else. */
  readonly lastFollowUpAt: number | null;
  /** What waits for its time. */
  readonly clocks: LeadClocks;
  /** Effective start of the event before, by revision: the bound of an unknown time. */
  readonly lastStart: number;
  /** −1 before the first event. */
  readonly revision: number;
  /** Recorded time of the latest event; never goes back. */
  readonly knownAt: string | null;
  readonly retractedImports: readonly string[];
  readonly past: PastEvent | null;
}

export const initialLead: LeadState = {
  leadId: null,
  status: 'none',
  personIds: [],
  capturedAt: -Infinity,
  ownership: [],
  stage: null,
  lock: null,
  accessRequests: [],
  lastFollowUpAt: null,
  clocks: noClocks,
  lastStart: -Infinity,
  revision: -1,
  knownAt: null,
  retractedImports: [],
  past: null,
};

/** Who holds the lead at an instant, as known now. */
export const holderAt = (state: LeadState, at: number): OwnershipEntry | null => holderAmong(state.ownership, at);

export const isLocked = ({ lock }: LeadState, at: number): boolean =>
  lock !== null && lock.from <= at && (lock.until === null || at < lock.until);
