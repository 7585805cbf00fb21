import { type EventLog } from '#libs/event-store';
import { pause } from '#libs/platform';
import { type Pool } from 'pg';

/** Sent by whoever waits for read models to reach a position (`waitForPosition`). */
export const WANTED = 'read_models_wanted';

export interface Patience {
  /** How often the stream of the import is looked at. */
  readonly lookMs: number;
  /** An import that brings nothing for so long was given up, or pauses. */
  readonly restMs: number;
  /** However busy the import is. */
  readonly longestMs: number;
}

const PATIENCE: Patience = { lookMs: 500, restMs: 3_000, longestMs: 60_000 };

/**
 * Waits while an import brings its history: until it is completed or undone, has come to rest, has gone on for a minute, or somebody waits for
 * what the read models do not have yet. Resolves too when `signal` aborts.
 */
export async function untilWanted(
  { log, pool }: { readonly log: EventLog; readonly pool: Pool },
  importId: string,
  signal: AbortSignal,
  { lookMs, restMs, longestMs }: Patience = PATIENCE,
): Promise<void> {
  const client = await pool.connect();
  let wanted = false;
  let failure: Error | null = null;
  const onWanted = (): void => void (wanted = true);
  const onError = (error: Error): void => void (failure = error);
  client.on('notification', onWanted).on('error', onError);
  try {
    await client.query(`listen ${WANTED}`);
    const began = Date.now();
    let revision = -1;
    let changed = began;
    while (!wanted && !signal.aborted && Date.now() - began < longestMs) {
      const last = await lastOf(log, importId);
      if (last?.ended || failure) return;
      if (last && last.revision !== revision) [revision, changed] = [last.revision, Date.now()];
      else if (Date.now() - changed >= restMs) return;
      await pause(lookMs, signal);
    }
  } finally {
    client.off('notification', onWanted).off('error', onError);
    // Closed, so that nothing listens on a connection that others borrow.
    client.release(true);
  }
}

async function lastOf(log: EventLog, importId: string): Promise<{ readonly revision: number; readonly ended: boolean } | null> {
  for await (const { type, revision } of log.readStream(`import-${importId}`, { backwards: true, limit: 1 }))
    return { revision, ended: type === 'import.completed' || type === 'import.retracted' };
  return null;
}
