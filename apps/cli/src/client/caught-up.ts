import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient } from './api-client.js';

interface Status {
  readonly position: string;
  /** Events that it has not read yet, as far as they are counted. */
  readonly lag: number;
}

const POLL_MS = 100;

/**
 * Waits until every projection has read what is in the log now, so that answers hold what was acknowledged before. False where that takes longer
 * than `patienceMs`: then answers say by their position how far they reach.
 */
export async function caughtUp(api: ApiClient, patienceMs: number): Promise<boolean> {
  const until = Date.now() + patienceMs;
  let end = await ends(api);
  for (;;) {
    const { items } = await api.get<{ items: readonly Status[] }>('/v1/projections');
    if (items.every(({ position }) => Number(position) >= end)) {
      // The lag is counted to a limit: far behind, the end is not known until it is near.
      const next = Math.max(...items.map(({ position, lag }) => Number(position) + (lag >= COUNTED ? lag : 0)), 0);
      if (next <= end) return true;
      end = next;
    }
    if (Date.now() > until) return false;
    await sleep(POLL_MS);
  }
}

/** From here on the server says only "so many or more". */
const COUNTED = 10_000;

async function ends(api: ApiClient): Promise<number> {
  const { items } = await api.get<{ items: readonly Status[] }>('/v1/projections');
  return Math.max(...items.map(({ position, lag }) => Number(position) + lag), 0);
}
