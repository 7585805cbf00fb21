import { type HasArrived, type ReservationEnvelope } from '#libs/dispatch';
import { newId, ProblemError } from '#libs/platform';
import { type OrganisationView } from '../decision.js';
import { type CommandEnvelope } from '../command-envelope.js';
import { type LeadAction } from '../lead-action.js';
import { type LeadDependencies } from '../lead-dependencies.js';
import { type LeadState } from '../lead-state.js';
import { rejected } from '../rejection.js';
import { hasArrivedIn } from './has-arrived.js';
import { type ChangeOfHands, changeOfHands } from './change-of-hands.js';
import { untroubled } from './untroubled.js';

type Limits = Pick<LeadDependencies, 'limits'>;

/** What an attempt has decided: the lead before and after it. */
interface Attempt {
  /** Null: what was recorded is taken back, and nobody is refused a lead for it. */
  readonly action: LeadAction | null;
  readonly before: LeadState;
  readonly after: LeadState;
  /** As far as the command has read it. */
  readonly organisation: OrganisationView | null;
  /** Milliseconds: the server's clock. */
  readonly at: number;
}

/** The reservations of one run of a command on a lead, from its first attempt to its end. */
export interface Reserving {
  /** Before each append: reserves the lead for the rep who gets it. Throws the limits that the rep has reached. */
  before(attempt: Attempt): Promise<void>;
  /** After it: returns the lead of the rep who lost it. */
  after(): Promise<void>;
  /** Instead of it: what was reserved for a command that was refused is withdrawn, and the refusal goes on. */
  instead(error: unknown): Promise<never>;
}

/**
 * A rep without limits costs nothing. Each run has a reservation of its own and withdraws no other, so that whoever gets the lead is counted,
 * whatever becomes of those it met. Where the process dies between the postings and the append, or a store is away for one of them, the
 * reconciler closes what was left open from the lead's stream.
 */
export function reserving({ limits }: Limits, leadId: string, envelope: CommandEnvelope): Reserving {
  const said: ReservationEnvelope = {
    commandId: envelope.commandId,
    actor: envelope.actor,
    ...(envelope.correlationId !== undefined && { correlationId: envelope.correlationId }),
  };
  const reservationId = newId();
  let reservedFor: string | null = null;
  let last: { readonly loss: ChangeOfHands['loss']; readonly hasArrived: HasArrived } | null = null;

  const withdraw = async (): Promise<void> => {
    if (reservedFor !== null) await untroubled(limits.withdraw(reservedFor, leadId, reservationId, said));
    reservedFor = null;
  };

  return {
    async before({ action, before, after, organisation, at }) {
      const { gain, loss } = changeOfHands(before, after, action, at);
      const hasArrived = hasArrivedIn(before);
      last = { loss, hasArrived };
      if (reservedFor !== null && reservedFor !== gain?.rep) await withdraw();
      if (!gain || isUnbounded(gain, organisation, at)) return;
      const { rep, purpose, fromPool } = gain;
      const evenAtCapacity = action !== null && 'evenAtCapacity' in action && action.evenAtCapacity === true;
      reservedFor = rep;
      const taken = await limits.take(
        { rep, leadId, purpose, ...(fromPool !== null && { fromPool }), reservationId, evenAtCapacity, hasArrived },
        said,
      );
      if (taken.kind === 'refused') throw rejected(taken.violations);
      if (taken.kind === 'unbounded') reservedFor = null;
    },
    async after() {
      if (last?.loss) await untroubled(limits.giveBack(last.loss.rep, leadId, last.loss.because, last.hasArrived, said));
    },
    async instead(error) {
      // Where a store did not answer, the append may have arrived all the same: the reconciler looks.
      if (error instanceof ProblemError && error.status < 500) await withdraw();
      throw error;
    },
  };
}

/** Both were read for this command: no limit of the rep, none of the pool. */
function isUnbounded(
  { rep, purpose, fromPool }: NonNullable<ChangeOfHands['gain']>,
  organisation: OrganisationView | null,
  at: number,
): boolean {
  const facts = organisation?.rep(rep);
  if (!facts || facts.isBoundedAt(at)) return false;
  const pool = purpose === 'claim' && fromPool !== null ? organisation?.pool(fromPool)?.settings : null;
  return !pool || (pool.claimsPerDay === null && pool.holdingLimit === null);
}
