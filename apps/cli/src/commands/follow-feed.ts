import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient } from '../client/api-client.js';

interface Numbered {
  readonly position: string;
}

const POLL_MS = 250;

/** The feed from a position on and then what is appended, for ever. A page is asked for again while it is empty, so a restarted server is no gap. */
export async function* followFeed<T extends Numbered>(api: ApiClient, from: string, type?: string): AsyncGenerator<T> {
  for (let after = from; ;) {
    const { items } = await api.get<{ items: readonly T[] }>('/v1/events', { after, limit: '1000', type });
    yield* items;
    after = items.at(-1)?.position ?? after;
    if (items.length === 0) await sleep(POLL_MS);
  }
}
