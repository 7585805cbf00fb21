import { type Violation } from '#libs/platform';
import { readAccount, type RepAccount } from './account-reader.js';
import { type AccountQuestions, accountQuestions } from './account-questions.js';
import { hasEnded, type OpenReservation, openReservations, reservationsOf } from './open-reservations.js';
import { adoptedPostings } from './opening-postings.js';
import { type Bounds, hasBounds, limitsReached } from './rep-limits.js';
import { type LimitedLead, type RepLimits, type ReservationEnvelope, type Taken } from './rep-limits.port.js';
import { type RepLimitsDependencies } from './rep-limits-dependencies.js';
import { ensureOpened, repPostings } from './rep-postings.js';
import { loadOf, loadWithout, type RepCounts, type RepReservations } from './reservations.evolve.js';
import { countedBy, pendingOf, returnsOf, takenBeside } from './reservation-postings.js';

/** The limits, and what their reconciler needs beside them. */
export interface RepLimitsKeeper extends RepLimits {
  /** Posts leads that the rep has and that were never reserved, as few events as fit; never refused. */
  adopt(rep: string, leadIds: readonly string[], envelope: ReservationEnvelope): Promise<void>;
  openOf(rep: string): Promise<readonly OpenReservation[]>;
}

export function createRepLimits(dependencies: RepLimitsDependencies): RepLimitsKeeper {
  const { log } = dependencies;
  const post = repPostings(dependencies);

  async function boundsOf({ capacity, settingsOf }: AccountQuestions, { fromPool, purpose }: LimitedLead): Promise<Bounds> {
    const pool = purpose === 'claim' && fromPool !== undefined ? { id: fromPool, settings: await settingsOf(fromPool) } : null;
    return { capacity, pool };
  }

  async function refusals(
    questions: AccountQuestions,
    request: LimitedLead,
    loadOn: (day: string) => RepCounts,
  ): Promise<readonly Violation[]> {
    const [{ day, resetsAt }, bounds] = await Promise.all([questions.day(), boundsOf(questions, request)]);
    return limitsReached(request.purpose, loadOn(day), bounds, resetsAt).filter((verdict) => verdict !== null);
  }

  /** Null: nobody bounds the rep. */
  async function keptAccount(request: LimitedLead, envelope: ReservationEnvelope): Promise<'kept' | null> {
    const { account } = await readAccount(log, request.rep);
    if (!account.reservations.begun && !hasBounds(await boundsOf(accountQuestions(dependencies, account.rep), request))) return null;
    if (!account.reservations.opened) await ensureOpened(dependencies, post, request.rep, envelope);
    return 'kept';
  }

  async function returning(
    rep: string,
    envelope: ReservationEnvelope,
    decide: (reservations: RepReservations) => ReturnType<typeof returnsOf>,
  ): Promise<void> {
    const { reservations } = (await readAccount(log, rep)).account;
    if (!reservations.begun) return;
    if (!reservations.opened) await ensureOpened(dependencies, post, rep, envelope);
    await post(rep, envelope, (account: RepAccount) => decide(account.reservations));
  }

  return {
    async take(request, envelope) {
      if (!(await keptAccount(request, envelope))) return { kind: 'unbounded' };
      const { rep, leadId, reservationId, evenAtCapacity } = request;
      let answer: Taken = { kind: 'taken' };
      await post(rep, envelope, async ({ reservations }, questions) => {
        answer = { kind: 'taken' };
        // Another run was faster: what this one appends is in the log already, or finds the lead changed.
        if (hasEnded(reservations, leadId, envelope.commandId)) return [];
        const open = reservationsOf(reservations, leadId);
        const pending = pendingOf(open, request.hasArrived);
        const load = (day: string): RepCounts => loadWithout(reservations, open.length > 0, pending, day);
        const [first, ...more] = evenAtCapacity ? [] : await refusals(questions, request, load);
        if (first) {
          answer = { kind: 'refused', violations: [first, ...more] };
          return [];
        }
        const { day } = await questions.day();
        return takenBeside(open, { leadId, reservationId, commandId: envelope.commandId, counted: countedBy(request, day) });
      });
      return answer;
    },

    async wouldRefuse(request) {
      const { rep, reservations } = (await readAccount(log, request.rep)).account;
      return reservations.opened ? refusals(accountQuestions(dependencies, rep), request, (day) => loadOf(reservations, day)) : [];
    },

    withdraw: (rep, leadId, reservationId, envelope) =>
      returning(rep, envelope, (reservations) =>
        returnsOf(reservationsOf(reservations, leadId), 'not-taken', (open) => open.reservationId === reservationId),
      ),

    giveBack: (rep, leadId, because, hasArrived, envelope) =>
      returning(rep, envelope, (reservations) =>
        returnsOf(reservationsOf(reservations, leadId), because, ({ commandId }) => commandId === null || hasArrived(commandId)),
      ),

    async adopt(rep, leadIds, envelope) {
      for (let isMore = true; isMore;)
        await post(rep, envelope, ({ reservations }) => {
          const postings = reservations.opened ? adoptedPostings(reservations, leadIds) : [];
          isMore = postings.length > 0;
          return postings;
        });
    },

    openOf: async (rep) => openReservations((await readAccount(log, rep)).account.reservations),
  };
}
