import { setTimeout as delay } from 'node:timers/promises';
import { type LedgerEvent } from '#libs/contracts';
import { eventToAppend, type EventLog, type EventToAppend, positionToken } from '#libs/event-store';
import { type Clock, derivedId, unavailable } from '#libs/platform';
import { capacityAt } from '../rep-state.js';
import { readAccount, type RepAccount } from './account-reader.js';
import { dayOfRep, type RepDay } from './day-of-rep.js';
import { type OpeningBalance, openingPostings } from './opening-postings.js';
import { type ReservationEnvelope } from './rep-limits.port.js';

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

export type Posting = LedgerEvent<'rep.reservations-begun' | 'rep.balance-opened' | 'rep.reservation-taken' | 'rep.reservation-returned'>;

export const dayOfAccount = ({ rep }: RepAccount, { log, clock, organisationZone }: RepLimitsDependencies): Promise<RepDay> =>
  dayOfRep(log, rep, clock.now().getTime(), organisationZone);

export const capacityOf = ({ rep }: RepAccount, clock: Clock) => capacityAt(rep, clock.now().getTime());

const ATTEMPTS = 40;
const LONGEST_PAUSE_MS = 100;
/** Postings of one process on one rep run one after the other; between processes the expected revision decides. */
const queues = new WeakMap<EventLog, Map<string, Promise<unknown>>>();

/**
 * Appends what is decided on the revision that was read, and returns the token of the stream's last event; what was posted before, the account
 * itself says. Errors: 503 `STREAM.BUSY` after too many lost races.
 */
export function post(
  dependencies: RepLimitsDependencies,
  rep: string,
  envelope: ReservationEnvelope,
  decide: (account: RepAccount) => Promise<readonly Posting[]> | readonly Posting[],
): Promise<string> {
  let waiting = queues.get(dependencies.log);
  if (!waiting) queues.set(dependencies.log, (waiting = new Map()));
  const before = waiting.get(rep) ?? Promise.resolve();
  const mine = before.then(
    () => attempts(dependencies, rep, envelope, decide),
    () => attempts(dependencies, rep, envelope, decide),
  );
  waiting.set(rep, mine);
  const done = (): void => void (waiting.get(rep) === mine && waiting.delete(rep));
  mine.then(done, done);
  return mine;
}

async function attempts(
  { log, clock, keyedHash }: RepLimitsDependencies,
  rep: string,
  envelope: ReservationEnvelope,
  decide: (account: RepAccount) => Promise<readonly Posting[]> | readonly Posting[],
): Promise<string> {
  const stream = `rep-${rep}`;
  const commandHash = keyedHash('command', 'reservation');
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await delay(Math.random() * Math.min(LONGEST_PAUSE_MS, 5 * 2 ** attempt));
    const { account, revision, knownAt, token } = await readAccount(log, rep);
    const postings = await decide(account);
    if (postings.length === 0) return token;
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
    const events = postings.map((posting, index): EventToAppend => eventToAppend(stream, index, posting, common));
    const outcome = await log.append(stream, events, revision < 0 ? 'no-stream' : revision);
    if (outcome.kind === 'appended') return positionToken(outcome.storePosition);
  }
  throw unavailable('STREAM.BUSY', `Others keep changing what ${rep} holds; send the command again with the same id`);
}

/** Begins the postings of a rep who gets its first limit, and counts in what it had before. Twice does no harm. */
export async function ensureOpened(dependencies: RepLimitsDependencies, rep: string, envelope: ReservationEnvelope): Promise<void> {
  const begun = await post(dependencies, rep, envelope, ({ reservations }) =>
    reservations.begun ? [] : [{ type: 'rep.reservations-begun', data: {} }],
  );
  const { account } = await readAccount(dependencies.log, rep);
  if (account.reservations.opened) return;
  const { day, beganAt } = await dayOfAccount(account, dependencies);
  const balance = await dependencies.countHoldings(rep, beganAt, begun);
  await post(dependencies, rep, envelope, ({ reservations }) => (reservations.opened ? [] : openingPostings(reservations, balance, day)));
}
