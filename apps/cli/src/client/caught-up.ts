import { setTimeout as sleep } from 'node:timers/promises';
import { ProblemError } from '#libs/platform';
import { type ApiClient } from './api-client.js';

interface Status {
  readonly position: string;
  /** Events that it has not read yet, as far as they are counted. */
  readonly lag: number;
}

const POLL_MS = 100;
/** Far behind there is nothing to be missed, and each question costs the server as much as its answer counts. */
const FAR_POLL_MS = 500;

/**
 * Waits until every projection has read what is in the log now, so that answers hold what was acknowledged before. False where that takes longer
 * than `patienceMs`: then answers say by their position how far they reach.
 */
export async function caughtUp(api: Pick<ApiClient, 'get'>, patienceMs: number): Promise<boolean> {
  const until = Date.now() + patienceMs;
  let end = endOf(await statusOf(api));
  for (;;) {
    const items = await statusOf(api);
    if (items.every(({ position }) => Number(position) >= end.position)) {
      if (end.certain) return true;
      end = endOf(items);
    }
    if (Date.now() > until) return false;
    await sleep(items.some(({ lag }) => lag >= COUNTED) ? FAR_POLL_MS : POLL_MS);
  }
}

/** Waits until every projection has written what the token of a command stands for. False where that takes longer than `patienceMs`. Errors: those of the server. */
export async function seen(api: Pick<ApiClient, 'get'>, token: string, patienceMs: number): Promise<boolean> {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      // Any role may ask this.
      await api.get('/health/live', {}, token);
      return true;
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'READ.TIMED_OUT') throw error;
      if (Date.now() > until) return false;
    }
  }
}

/** From here on the server says only "so many or more". */
const COUNTED = 1_000;

/** Where the log ends, by the projection that sees furthest; uncertain while even that one is too far behind for its lag to be counted. */
function endOf(items: readonly Status[]): { readonly position: number; readonly certain: boolean } {
  const position = Math.max(...items.map((each) => Number(each.position) + each.lag), 0);
  return { position, certain: items.length === 0 || items.some(({ lag }) => lag < COUNTED) };
}

const statusOf = async (api: Pick<ApiClient, 'get'>): Promise<readonly Status[]> =>
  (await api.get<{ items: readonly Status[] }>('/v1/projections')).items;
