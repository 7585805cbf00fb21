import { type Clock, concurrently, type Logger, readSql } from '#libs/platform';
import { type Pool } from 'pg';
import { type DueTimer, type Fired, type TimerKind } from './timer-kind.js';

export interface TimerTickOptions {
  /** Holds `read.timer` and the schema `worker`. */
  readonly pool: Pool;
  readonly kinds: readonly TimerKind[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** Timers that one statement claims; default 1,000. */
  readonly batch?: number;
  /** Subjects at once; default 200. */
  readonly concurrency?: number;
  /** Told when a timer has failed so often that somebody should know. */
  readonly onTrouble?: (trouble: { readonly timer: DueTimer; readonly error: unknown }) => void;
}

export interface TimerTick {
  /** Fires everything that is due, batch after batch; returns what became of it. Several at once share the work. */
  tick(): Promise<{ readonly fired: number; readonly void: number; readonly waiting: number; readonly failed: number }>;
}

const BATCH = 1_000;
const CONCURRENCY = 200;
/** Longer than a batch takes; after it a dead worker's timers are another's, and one that the table still has is asked again. */
const LEASE_MS = 30_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 10 * 60_000;
/** Longer than anything a timer is ever put off by. */
const LONGEST_LEASE_MS = 2 * 3_600_000;
/** So many failures in a row are somebody's business. */
const TROUBLE_FROM = 5;

interface Settled {
  readonly timer: DueTimer;
  readonly forMs: number;
  readonly failures: number;
  readonly trouble: string | null;
}

/**
 * One tick over the timer table. It may run late, twice or at once with others: a timer stands in the table until the log has settled it, a
 * lease only keeps two from being busy with it at the same time, and what it sends is recognised by its command id.
 * A firing that fails is tried again with growing pauses and is never given up; the others go on.
 */
export function createTimerTick(options: TimerTickOptions): TimerTick {
  const { pool, clock, logger, batch = BATCH, concurrency = CONCURRENCY, onTrouble } = options;
  const kinds = new Map(options.kinds.map((kind) => [kind.kind, kind]));
  if (kinds.size < options.kinds.length) throw new Error('Two timer kinds have one name');

  async function claim(): Promise<DueTimer[]> {
    const now = clock.now();
    const { rows } = await pool.query<Omit<DueTimer, 'dueAt'> & { due_at: Date }>({
      name: 'claim-due-timers',
      text: readSql(import.meta.url, './claim-due.sql'),
      values: [
        now.toISOString(),
        batch,
        [...kinds.keys()],
        new Date(now.getTime() + LEASE_MS).toISOString(),
        new Date(now.getTime() + LONGEST_LEASE_MS).toISOString(),
      ],
    });
    return rows.map(({ due_at, ...row }) => ({ ...row, dueAt: due_at.toISOString() }));
  }

  async function fire(timer: DueTimer): Promise<Fired | { readonly kind: 'failed'; readonly error: unknown }> {
    try {
      return await kinds.get(timer.kind)!.fire(timer);
    } catch (error) {
      logger.warn({ err: error, timer: timer.timer, dueAt: timer.dueAt, failures: timer.failures + 1 }, 'A timer could not be fired');
      if (timer.failures + 1 === TROUBLE_FROM) onTrouble?.({ timer, error });
      return { kind: 'failed', error };
    }
  }

  async function settle(settled: readonly Settled[]): Promise<void> {
    if (settled.length === 0) return;
    const now = clock.now().getTime();
    await pool.query({
      name: 'settle-timer-claims',
      text: readSql(import.meta.url, './settle-claims.sql'),
      values: [
        settled.map(({ timer }) => timer.timer),
        settled.map(({ timer }) => timer.dueAt),
        settled.map(({ forMs }) => new Date(now + Math.min(forMs, LONGEST_LEASE_MS)).toISOString()),
        settled.map(({ failures }) => failures),
        settled.map(({ trouble }) => trouble),
      ],
    });
  }

  async function tick() {
    const counts = { fired: 0, void: 0, waiting: 0, failed: 0 };
    for (;;) {
      const due = await claim();
      const unsettled: Settled[] = [];
      await concurrently([...bySubject(due).values()], concurrency, async (timers) => {
        for (const timer of timers) {
          const outcome = await fire(timer);
          if (outcome.kind === 'fired' || outcome.kind === 'void') counts[outcome.kind]++;
          else {
            const failed = outcome.kind === 'failed';
            counts[failed ? 'failed' : 'waiting']++;
            unsettled.push({
              timer,
              forMs: failed ? retryAfter(timer.failures) : outcome.forMs,
              failures: failed ? timer.failures + 1 : 0,
              trouble: failed ? messageOf(outcome.error) : outcome.because,
            });
            // What comes later for the same subject must not overtake it: it is asked again together with this one.
            if (failed) break;
          }
        }
      });
      await settle(unsettled);
      if (due.length < batch) break;
    }
    await pool.query(readSql(import.meta.url, './forget-claims.sql'), [clock.now().toISOString()]);
    return counts;
  }

  return { tick };
}

const retryAfter = (failures: number): number => Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures, 20));

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function bySubject(timers: readonly DueTimer[]): Map<string, DueTimer[]> {
  const subjects = new Map<string, DueTimer[]>();
  for (const timer of timers) {
    const some = subjects.get(timer.subject);
    if (some) some.push(timer);
    else subjects.set(timer.subject, [timer]);
  }
  return subjects;
}
