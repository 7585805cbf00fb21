import { setTimeout as delay } from 'node:timers/promises';
import { type LedgerEvent, type RecordedLedgerEvent } from '#libs/contracts';
import { eventToAppend, type EventToAppend, positionToken } from '#libs/event-store';
import { derivedId, unavailable } from '#libs/platform';
import { evolveAccount, readAccount, type RepAccount } from './account-reader.js';
import { type AccountQuestions, accountQuestions } from './account-questions.js';
import { openingPostings } from './opening-postings.js';
import { type RepLimitsDependencies } from './rep-limits-dependencies.js';
import { type ReservationEnvelope } from './rep-limits.port.js';

type Posting = LedgerEvent<'rep.reservations-begun' | 'rep.balance-opened' | 'rep.reservation-taken' | 'rep.reservation-returned'>;

/** Decides on the account as it is then, what stands before it in the same append included; asked again after a lost race. */
type DecidePostings = (account: RepAccount, questions: AccountQuestions) => Promise<readonly Posting[]> | readonly Posting[];

/**
 * Appends what is decided on the revision that was read, and returns the token of the stream's last event; what was posted before, the account
 * itself says. Errors: what `decide` throws; 503 `STREAM.BUSY` after too many lost races.
 */
export type Post = (rep: string, envelope: ReservationEnvelope, decide: DecidePostings) => Promise<string>;

interface Asked {
  readonly envelope: ReservationEnvelope;
  readonly decide: DecidePostings;
  readonly resolve: (token: string) => void;
  readonly reject: (error: unknown) => void;
}

const ATTEMPTS = 40;
const LONGEST_PAUSE_MS = 100;
/** Commands whose postings go into one append. */
const TOGETHER = 200;

/** Postings of one process on one rep: what waits while others post goes into the next append. Between processes the expected revision decides. */
export function repPostings(dependencies: RepLimitsDependencies): Post {
  const waiting = new Map<string, Asked[]>();
  const drain = async (rep: string, queue: Asked[]): Promise<void> => {
    while (queue.length > 0) {
      const some = queue.splice(0, TOGETHER);
      await postTogether(dependencies, rep, some).catch((error: unknown) => {
        for (const { reject } of some) reject(error);
      });
    }
    waiting.delete(rep);
  };
  return (rep, envelope, decide) =>
    new Promise((resolve, reject) => {
      const asked = { envelope, decide, resolve, reject };
      const queue = waiting.get(rep);
      if (queue) return void queue.push(asked);
      const first = [asked];
      waiting.set(rep, first);
      void drain(rep, first);
    });
}

async function postTogether(dependencies: RepLimitsDependencies, rep: string, asked: readonly Asked[]): Promise<void> {
  const { log, clock, keyedHash } = dependencies;
  const stream = `rep-${rep}`;
  const commandHash = keyedHash('command', 'reservation');
  let left = asked;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await delay(Math.random() * Math.min(LONGEST_PAUSE_MS, 5 * 2 ** attempt));
    const read = await readAccount(log, rep);
    const questions = accountQuestions(dependencies, read.account.rep);
    let { account } = read;
    const events: EventToAppend[] = [];
    const decided: Asked[] = [];
    for (const one of left) {
      const postings = await postingsOf(one, account, questions);
      if (!postings) continue;
      decided.push(one);
      const { actor, commandId, correlationId = commandId } = one.envelope;
      const now = clock.now().toISOString();
      const common = {
        actor,
        commandId: derivedId('posting', stream, commandId, read.revision + events.length),
        commandHash,
        correlationId,
        causationId: commandId,
        occurredAt: { precision: 'instant' as const, value: now },
        knownAt: read.knownAt !== null && read.knownAt > now ? read.knownAt : now,
      };
      for (const [index, posting] of postings.entries()) {
        const event = eventToAppend(stream, index, posting, common);
        events.push(event);
        account = evolveAccount(account, { ...event, stream, revision: read.revision + events.length } as RecordedLedgerEvent);
      }
    }
    left = decided;
    const outcome = events.length === 0 ? null : await log.append(stream, events, read.revision < 0 ? 'no-stream' : read.revision);
    if (outcome !== null && outcome.kind !== 'appended') continue;
    const token = outcome ? positionToken(outcome.storePosition) : read.token;
    for (const { resolve } of left) resolve(token);
    return;
  }
  throw unavailable('STREAM.BUSY', `Others keep changing what ${rep} holds; send the command again with the same id`);
}

/** Null: it was refused, and told so. */
async function postingsOf({ decide, reject }: Asked, account: RepAccount, questions: AccountQuestions): Promise<readonly Posting[] | null> {
  try {
    return await decide(account, questions);
  } catch (error) {
    reject(error);
    return null;
  }
}

/** Begins the postings of a rep who gets its first limit, and counts in what it had before. Twice does no harm. */
export async function ensureOpened(
  dependencies: RepLimitsDependencies,
  post: Post,
  rep: string,
  envelope: ReservationEnvelope,
): Promise<void> {
  const begun = await post(rep, envelope, ({ reservations }) => (reservations.begun ? [] : [{ type: 'rep.reservations-begun', data: {} }]));
  const { account } = await readAccount(dependencies.log, rep);
  if (account.reservations.opened) return;
  const { day, beganAt } = await accountQuestions(dependencies, account.rep).day();
  const balance = await dependencies.countHoldings(rep, beganAt, begun);
  for (let isMore = true; isMore;)
    await post(rep, envelope, ({ reservations }) => {
      isMore = !reservations.opened;
      return isMore ? openingPostings(reservations, balance, day) : [];
    });
}
