import { type Actor, type ReservationPurpose } from '#libs/contracts';
import { type Violation } from '#libs/platform';

/** Who asks, so that the posting says so. Times are the server's own. */
export interface ReservationEnvelope {
  /** Of the command that moves the lead: the same command finds its own reservation again. */
  readonly commandId: string;
  readonly actor: Actor;
  readonly correlationId?: string;
}

export interface ReservationRequest {
  readonly rep: string;
  readonly leadId: string;
  readonly purpose: ReservationPurpose;
  /** The pool that a claim takes the lead from. */
  readonly fromPool?: string;
  /** Posted whatever the limits say: bypasses, and people who may overrule them. */
  readonly evenAtCapacity?: boolean;
}

export type Taken =
  /** Nobody bounds this rep: nothing was posted, and nothing needs to be given back. */
  | { readonly kind: 'unbounded' }
  /** `own`: posted for this command, which gives it back where it does not get the lead; else the rep has the lead reserved already. */
  | { readonly kind: 'taken'; readonly reservationId: string; readonly own: boolean }
  | { readonly kind: 'refused'; readonly violations: readonly [Violation, ...Violation[]] };

export type ReturnReason = 'not-taken' | 'lost' | 'closed';

/**
 * Limits that span leads, exact: `take` posts a reservation on `rep-<id>` with an expected revision before the lead is touched, `giveBack` posts
 * its return. A crash in between is closed by the reconciler from the lead's stream.
 *
 * Errors: 503 where a store does not answer; then the command may be sent again with its id.
 */
export interface RepLimits {
  take(request: ReservationRequest, envelope: ReservationEnvelope): Promise<Taken>;
  /** The limits that `take` would refuse for; takes nothing. */
  wouldRefuse(request: ReservationRequest): Promise<readonly Violation[]>;
  /** Nothing where the rep is unbounded or the lead is not reserved for it: done again, it adds nothing. */
  giveBack(rep: string, leadId: string, because: ReturnReason, envelope: ReservationEnvelope): Promise<void>;
}
