import { derivedId, type Violation } from '#libs/platform';
import { type AccountQuestions, accountQuestions } from './account-questions.js';
import { adoptedPostings } from './opening-postings.js';
import { type Bounds, hasBounds, limitsReached } from './rep-limits.js';
import { type RepLimits, type ReservationEnvelope, type ReservationRequest, type ReturnReason, type Taken } from './rep-limits.port.js';
import { type RepLimitsDependencies } from './rep-limits-dependencies.js';
import { ensureOpened, type Posting, repPostings } from './rep-postings.js';
import { readAccount, type RepAccount } from './account-reader.js';
import { loadOf, openReservation, openReservations, type OpenReservation } from './reservations.evolve.js';

/** A command that is sent again renews a reservation of this age, so that the reconciler cannot return it under its hands. */
const RENEWED_AFTER_MS = 15_000;

/** By which the reconciler recognises in the lead's stream the command that took it. */
export const reservationIdOf = (commandId: string, leadId: string): string => derivedId('reservation', commandId, leadId);

/** The limits, and what their reconciler needs beside them. */
export interface RepLimitsKeeper extends RepLimits {
  /** Posts leads that the rep has and that were never reserved, as few events as fit; never refused. */
  adopt(rep: string, leadIds: readonly string[], envelope: ReservationEnvelope): Promise<void>;
  openOf(rep: string): Promise<readonly OpenReservation[]>;
}

export function createRepLimits(dependencies: RepLimitsDependencies): RepLimitsKeeper {
  const { log, clock } = dependencies;
  const post = repPostings(dependencies);

  async function boundsOf({ capacity, settingsOf }: AccountQuestions, { fromPool, purpose }: ReservationRequest): Promise<Bounds> {
    const pool = purpose === 'claim' && fromPool !== undefined ? { id: fromPool, settings: await settingsOf(fromPool) } : null;
    return { capacity, pool };
  }

  async function refusals(account: RepAccount, questions: AccountQuestions, request: ReservationRequest): Promise<readonly Violation[]> {
    if (request.evenAtCapacity) return [];
    const [{ day, resetsAt }, bounds] = await Promise.all([questions.day(), boundsOf(questions, request)]);
    const verdicts = limitsReached(request.purpose, loadOf(account.reservations, day), bounds, resetsAt);
    return verdicts.filter((verdict) => verdict !== null);
  }

  /** Null: nobody bounds the rep. */
  async function keptAccount(request: ReservationRequest, envelope: ReservationEnvelope): Promise<'kept' | null> {
    const { account } = await readAccount(log, request.rep);
    if (!account.reservations.begun && !hasBounds(await boundsOf(accountQuestions(dependencies, account.rep), request))) return null;
    if (!account.reservations.opened) await ensureOpened(dependencies, post, request.rep, envelope);
    return 'kept';
  }

  return {
    async take(request, envelope) {
      if (!(await keptAccount(request, envelope))) return { kind: 'unbounded' };
      const { rep, leadId, purpose, fromPool } = request;
      const reservationId = reservationIdOf(envelope.commandId, leadId);
      let answer: Taken = { kind: 'taken', reservationId, own: true };
      await post(rep, envelope, async (account, questions) => {
        const open = openReservation(account.reservations, leadId);
        const own = !open || open.reservationId === reservationId;
        answer = { kind: 'taken', reservationId: open?.reservationId ?? reservationId, own };
        if (open && (!own || Date.parse(open.knownAt) + RENEWED_AFTER_MS >= clock.now().getTime())) return [];
        const { day } = await questions.day();
        const taken: Posting = { type: 'rep.reservation-taken', data: { reservationId, leadId, purpose, pool: fromPool ?? null, day } };
        if (open) return [returnOf(open, 'not-taken'), taken];
        const [first, ...others] = await refusals(account, questions, request);
        if (!first) return [taken];
        answer = { kind: 'refused', violations: [first, ...others] };
        return [];
      });
      return answer;
    },

    async wouldRefuse(request) {
      const { account } = await readAccount(log, request.rep);
      return account.reservations.opened ? refusals(account, accountQuestions(dependencies, account.rep), request) : [];
    },

    async giveBack(rep, leadId, because, envelope) {
      const { reservations } = (await readAccount(log, rep)).account;
      if (!reservations.begun) return;
      if (!reservations.opened) await ensureOpened(dependencies, post, rep, envelope);
      await post(rep, envelope, (account) => {
        const open = openReservation(account.reservations, leadId);
        return open ? [returnOf(open, because)] : [];
      });
    },

    async adopt(rep, leadIds, envelope) {
      await post(rep, envelope, ({ reservations }) => (reservations.opened ? adoptedPostings(reservations, leadIds) : []));
    },

    openOf: async (rep) => openReservations((await readAccount(log, rep)).account.reservations),
  };
}

/** Only what was never taken is undone in its day: what is given back was taken all the same. */
function returnOf({ reservationId, leadId, purpose, pool, day }: OpenReservation, because: ReturnReason): Posting {
  const undone = because === 'not-taken' && purpose !== null && day !== null ? { purpose, pool, day } : null;
  return { type: 'rep.reservation-returned', data: { reservationId, leadId, because, undone } };
}
