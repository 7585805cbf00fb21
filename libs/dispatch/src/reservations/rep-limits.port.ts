import { type Actor, type ReservationPurpose } from '#libs/contracts';
import { type Violation } from '#libs/platform';

/** Who asks, so that the posting says so. Times are the server's own. */
export interface ReservationEnvelope {
  /** Of the command that moves the lead. */
  readonly commandId: string;
  readonly actor: Actor;
  readonly correlationId?: string;
}

/** What the limits are asked for. */
export interface LimitedLead {
  readonly rep: string;
  readonly leadId: string;
  readonly purpose: ReservationPurpose;
  /** The pool that a claim takes the lead from. */
  readonly fromPool?: string;
}

export interface ReservationRequest extends LimitedLead {
  /** Of this run of the command alone: the same command may be under way a second time. */
  readonly reservationId: string;
  /** Posted whatever the limits say: bypasses, and people who may overrule them. */
  readonly evenAtCapacity?: boolean;
  readonly hasArrived: HasArrived;
}

/** Whether a command stands in the lead's stream, as far as the asker has read it or written to it. */
export type HasArrived = (commandId: string) => boolean;

export type Taken =
  /** Nobody bounds this rep: nothing was posted, and nothing needs to be given back. */
  | { readonly kind: 'unbounded' }
  | { readonly kind: 'taken' }
  /** What the same run had reserved at an earlier attempt stays until it withdraws it. */
  | { readonly kind: 'refused'; readonly violations: readonly [Violation, ...Violation[]] };

export type ReturnReason = 'not-taken' | 'lost' | 'closed';

/**
 * Limits that span leads, exact: `take` posts a reservation on `rep-<id>` with an expected revision before the lead is touched. Each run of a
 * command has a reservation of its own, whoever else has reserved the lead for the rep, and withdraws nothing but that; who takes the lead from
 * the rep gives back those whose commands have had it. A crash in between is closed by the reconciler from the lead's stream.
 *
 * Errors: 503 where a store does not answer; then the command may be sent again with its id.
 */
export interface RepLimits {
  /** Asked at each attempt: the limits are told again, as things are then. */
  take(request: ReservationRequest, envelope: ReservationEnvelope): Promise<Taken>;
  /** The limits that `take` would refuse for; takes nothing. */
  wouldRefuse(request: LimitedLead): Promise<readonly Violation[]>;
  /** This reservation was never used; nothing where it is not open. */
  withdraw(rep: string, leadId: string, reservationId: string, envelope: ReservationEnvelope): Promise<void>;
  /** The rep has the lead no more that the commands which have arrived gave it; done again, it adds nothing. */
  giveBack(
    rep: string,
    leadId: string,
    because: Exclude<ReturnReason, 'not-taken'>,
    hasArrived: HasArrived,
    envelope: ReservationEnvelope,
  ): Promise<void>;
}
