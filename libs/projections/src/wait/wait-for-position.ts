import { positionOfToken } from '#libs/event-store';
import { isReadModelMissing, ProblemError } from '#libs/platform';
import { type Pool } from 'pg';
import { WANTED } from '../live/until-wanted.js';

const POLL_MS = 8;
/** For those who have waited longer than a batch takes already. */
const LONG_POLL_MS = 40;
/** Whoever waits longer than a batch takes says so, again and again: the projector may be standing aside for an import. */
const ASK_EVERY_MS = 250;

interface Waiter {
  readonly commit: bigint;
  readonly since: number;
  readonly deadline: number;
  resolve(): void;
  reject(error: Error): void;
}

/** Those who wait on one database share one question to it. */
const waiting = new WeakMap<Pool, Set<Waiter>>();

/**
 * Resolves once every projection has written the event that the token stands for.
 *
 * Errors: 504 `READ.TIMED_OUT` after `timeoutMs`; 400 `TOKEN.MALFORMED`; 503 where the database is gone.
 */
export async function waitForPosition(pool: Pool, token: string, timeoutMs: number): Promise<void> {
  const { commit } = positionOfToken(token);
  if ((await reached(pool)) >= commit) return;
  await new Promise<void>((resolve, reject) => {
    const since = Date.now();
    const waiter: Waiter = { commit, since, deadline: since + timeoutMs, resolve, reject };
    const waiters = waiting.get(pool);
    if (waiters) return void waiters.add(waiter);
    const first = new Set([waiter]);
    waiting.set(pool, first);
    void poll(pool, first);
  });
}

async function poll(pool: Pool, waiters: Set<Waiter>): Promise<void> {
  let askedAt = Date.now();
  while (waiters.size > 0) {
    const patient = [...waiters].every(({ since }) => Date.now() - since > ASK_EVERY_MS);
    await new Promise((resolve) => setTimeout(resolve, patient ? LONG_POLL_MS : POLL_MS));
    try {
      if (Date.now() - askedAt >= ASK_EVERY_MS) {
        askedAt = Date.now();
        await pool.query(`notify ${WANTED}`);
      }
      const commit = await reached(pool);
      settle(
        waiters,
        (waiter) => waiter.commit <= commit,
        (waiter) => waiter.resolve(),
      );
    } catch (error) {
      settle(
        waiters,
        () => true,
        (waiter) => waiter.reject(error as Error),
      );
    }
    const now = Date.now();
    settle(
      waiters,
      (waiter) => waiter.deadline <= now,
      (waiter) => waiter.reject(timedOut()),
    );
  }
  waiting.delete(pool);
}

function settle(waiters: Set<Waiter>, which: (waiter: Waiter) => boolean, how: (waiter: Waiter) => void): void {
  for (const waiter of [...waiters].filter(which)) {
    waiters.delete(waiter);
    how(waiter);
  }
}

/** Where the one that lags most has got to; −1 before anything was built. */
async function reached(pool: Pool): Promise<bigint> {
  try {
    const { rows } = await pool.query<{ commit: string | null }>({
      name: 'projections-reached',
      text: 'select min(coalesce(store_commit, -1)) as commit from projection.checkpoint',
    });
    return BigInt(rows[0]?.commit ?? -1);
  } catch (error) {
    if (isReadModelMissing(error)) return -1n;
    throw error;
  }
}

const timedOut = (): ProblemError =>
  new ProblemError(504, [
    {
      code: 'READ.TIMED_OUT',
      message:
        'The read models have not reached this command yet: read again, without wait-for or with more time; the command itself is done',
    },
  ]);
