import { setTimeout as delay } from 'node:timers/promises';
import { Dispatcher, type DispatcherOptions } from '#libs/dispatch';
import { type Pool } from 'pg';
import { type TestProjector } from './test-projector.js';

const WAKE_MS = 5;
const PATIENCE_MS = 120_000;
/** The query with which each round of the dispatcher begins. */
const ROUND = 'dispatch-entries';

export interface SteppedDispatcher {
  /** Lets it decide and give until nothing is left to do at this time; then it stands still again. */
  decide(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The dispatcher of the product, standing still but in `decide`: so a test on a clock that is set by hand knows that what came first was decided
 * first, and the same steps give the same log. It is stopped where it reads the log, at the beginning of a round.
 */
export function steppedDispatcher(options: DispatcherOptions, projector: TestProjector): SteppedDispatcher {
  const { pool } = options;
  const letIn: (() => void)[] = [];
  let open = false;
  let rounds = 0;
  const gate = async (): Promise<void> => {
    if (!open) await new Promise<void>((resolve) => letIn.push(resolve));
    rounds++;
  };
  const dispatcher = new Dispatcher({ ...options, pool: gated(pool, gate) });
  const stopping = new AbortController();
  const running = dispatcher.run(stopping.signal);

  const openGate = (): void => {
    open = true;
    for (const resolve of letIn.splice(0)) resolve();
  };
  const until = async (reached: () => boolean): Promise<void> => {
    for (const end = Date.now() + PATIENCE_MS; !reached();) {
      if (Date.now() > end) throw new Error('Dispatch does not come to rest');
      await pool.query('notify log_advanced');
      await delay(WAKE_MS);
    }
  };
  const head = async (): Promise<number> => {
    await projector.caughtUp();
    const { rows } = await pool.query<{ position: string | null }>('select max(position) as position from read.log_entry');
    return Number(rows[0]!.position ?? 0);
  };
  const isIdle = (position: number): boolean => {
    const { promises, owed, alerts, fresh } = dispatcher.state.work;
    return dispatcher.state.position === position && [promises, owed, alerts, fresh].every(({ size }) => size === 0);
  };

  return {
    async decide() {
      openGate();
      for (;;) {
        const before = await head();
        const seen = rounds;
        // Where two rounds have begun, one of them was whole.
        await until(() => rounds >= seen + 2);
        if (isIdle(before) && (await head()) === before) break;
      }
      open = false;
      await until(() => letIn.length > 0);
    },
    async stop() {
      stopping.abort();
      openGate();
      await running;
    },
  };
}

const gated = (pool: Pool, gate: () => Promise<void>): Pool =>
  new Proxy(pool, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      if (key !== 'query') return value.bind(target) as unknown;
      return async (...asked: unknown[]) => {
        if ((asked[0] as { name?: string }).name === ROUND) await gate();
        return (value as (...said: unknown[]) => unknown).apply(target, asked);
      };
    },
  });
