import { type LedgerEvent } from '#libs/contracts';
import { type CommandAnswer, eventToAppend, type EventLog, type EventToAppend, type Fold, foldStream, runCommand } from '#libs/event-store';
import { type Clock, derivedId, newId } from '#libs/platform';
import { capacityAt, initialRep, type RepState } from '../rep-state.js';
import { evolveRep } from '../rep.evolve.js';
import { dayOfRep, type RepDay } from './day-of-rep.js';
import { type OpeningBalance, openingPostings } from './opening-postings.js';
import { type ReservationEnvelope } from './rep-limits.port.js';
import { evolveReservations, initialReservations, type RepReservations } from './reservations.evolve.js';

/** Counts from the read models, once they have reached the command that the token stands for. `since`: ISO, inclusive. */
export type CountHoldings = (rep: string, since: string, token: string) => Promise<OpeningBalance>;

export interface RepLimitsDependencies {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly keyedHash: (purpose: string, text: string) => string;
  /** Of reps where neither their calendar nor their team's says a zone. */
  readonly organisationZone: string;
  readonly countHoldings: CountHoldings;
}

/** A rep's stream as limits read it. */
export interface RepAccount {
  readonly rep: RepState;
  readonly reservations: RepReservations;
}

export const accountFold: Fold<RepAccount> = {
  initial: { rep: initialRep, reservations: initialReservations },
  evolve: ({ rep, reservations }, event) => ({ rep: evolveRep(rep, event), reservations: evolveReservations(reservations, event) }),
};

export type Posting = LedgerEvent<'rep.reservations-begun' | 'rep.balance-opened' | 'rep.reservation-taken' | 'rep.reservation-returned'>;

export const readAccount = async (log: EventLog, rep: string): Promise<RepAccount> =>
  (await foldStream(log, `rep-${rep}`, accountFold)).state;

export const dayOfAccount = ({ rep }: RepAccount, { log, clock, organisationZone }: RepLimitsDependencies): Promise<RepDay> =>
  dayOfRep(log, rep, clock.now().getTime(), organisationZone);

export const capacityOf = ({ rep }: RepAccount, clock: Clock) => capacityAt(rep, clock.now().getTime());

/** Appends what is decided on the revision that was read; what was posted before, the account itself says. */
export function post(
  { log, clock, keyedHash }: RepLimitsDependencies,
  rep: string,
  envelope: ReservationEnvelope,
  decide: (account: RepAccount) => Promise<readonly Posting[]> | readonly Posting[],
): Promise<CommandAnswer> {
  const stream = `rep-${rep}`;
  const commandHash = keyedHash('command', 'reservation');
  return runCommand(log, {
    stream,
    fold: accountFold,
    commandId: newId(),
    commandHash,
    decide: async ({ state, revision, knownAt }) => {
      const postings = await decide(state);
      const now = clock.now().toISOString();
      const common = {
        actor: envelope.actor,
        commandId: derivedId('posting', stream, envelope.commandId, revision),
        commandHash,
        correlationId: envelope.correlationId ?? envelope.commandId,
        causationId: envelope.commandId,
        occurredAt: { precision: 'instant' as const, value: now },
        knownAt: knownAt !== null && knownAt > now ? knownAt : now,
      };
      return postings.map((posting, index): EventToAppend => eventToAppend(stream, index, posting, common));
    },
  });
}

/** Begins the postings of a rep who gets its first limit, and counts in what it had before. Twice does no harm. */
export async function ensureOpened(dependencies: RepLimitsDependencies, rep: string, envelope: ReservationEnvelope): Promise<void> {
  const begun = await post(dependencies, rep, envelope, ({ reservations }) =>
    reservations.begun ? [] : [{ type: 'rep.reservations-begun', data: {} }],
  );
  const account = await readAccount(dependencies.log, rep);
  if (account.reservations.opened) return;
  const { day, beganAt } = await dayOfAccount(account, dependencies);
  const balance = await dependencies.countHoldings(rep, beganAt, begun.token);
  await post(dependencies, rep, envelope, ({ reservations }) => (reservations.opened ? [] : openingPostings(reservations, balance, day)));
}
