import { type ReservationEnvelope } from '#libs/dispatch';
import { ProblemError } from '#libs/platform';
import { type OrganisationView } from '../decision.js';
import { type CommandEnvelope } from '../command-envelope.js';
import { type LeadAction } from '../lead-action.js';
import { type LeadDependencies } from '../lead-dependencies.js';
import { rejected } from '../rejection.js';
import { type ChangeOfHands } from './change-of-hands.js';

type Limits = Pick<LeadDependencies, 'limits'>;

/** The reservations of one command on a lead, from the first attempt to its end. */
export interface Reserving {
  /** Before the append: reserves the lead for the rep who gets it. Throws the limits that the rep has reached. */
  before(change: ChangeOfHands, action: LeadAction, organisation: OrganisationView, at: number): Promise<void>;
  /** After it: returns the lead of the rep who lost it. */
  after(): Promise<void>;
  /** Instead of it: what was reserved for a command that was refused is given back, and the refusal goes on. */
  instead(error: unknown): Promise<never>;
}

/**
 * A rep without limits costs nothing. Where the process dies between the postings and the append, or a store is away for one of them, the
 * reconciler closes what was left open from the lead's stream.
 */
export function reserving({ limits }: Limits, leadId: string, envelope: CommandEnvelope): Reserving {
  const said: ReservationEnvelope = {
    commandId: envelope.commandId,
    actor: envelope.actor,
    ...(envelope.correlationId !== undefined && { correlationId: envelope.correlationId }),
  };
  let reservedFor: string | null = null;
  let loss: ChangeOfHands['loss'] = null;
  return {
    async before(change, action, organisation, at) {
      loss = change.loss;
      const { gain } = change;
      if (!gain || isUnbounded(gain, organisation, at)) return;
      const evenAtCapacity = 'evenAtCapacity' in action && action.evenAtCapacity === true;
      const request = {
        rep: gain.rep,
        leadId,
        purpose: gain.purpose,
        ...(gain.fromPool !== null && { fromPool: gain.fromPool }),
        evenAtCapacity,
      };
      const taken = await limits.take(request, said);
      if (taken.kind === 'refused') throw rejected(taken.violations);
      if (taken.kind === 'taken' && taken.own) reservedFor = gain.rep;
    },
    after: () => (loss === null ? Promise.resolve() : untroubled(limits.giveBack(loss.rep, leadId, loss.because, said))),
    async instead(error) {
      // Where a store did not answer, the append may have arrived all the same: the reconciler looks.
      if (reservedFor !== null && error instanceof ProblemError && error.status < 500)
        await untroubled(limits.giveBack(reservedFor, leadId, 'not-taken', said));
      throw error;
    },
  };
}

/** Both were read for this command: no limit of the rep, none of the pool. */
function isUnbounded({ rep, purpose, fromPool }: NonNullable<ChangeOfHands['gain']>, organisation: OrganisationView, at: number): boolean {
  const facts = organisation.rep(rep);
  if (!facts || facts.isBoundedAt(at)) return false;
  const pool = purpose === 'claim' && fromPool !== null ? organisation.pool(fromPool)?.settings : null;
  return !pool || (pool.claimsPerDay === null && pool.holdingLimit === null);
}

/** The lead is as it should be; a return that cannot be posted now is posted by the reconciler. */
async function untroubled(returning: Promise<void>): Promise<void> {
  try {
    await returning;
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status < 500) throw error;
  }
}
