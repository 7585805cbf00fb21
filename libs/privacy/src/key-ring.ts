import type pg from 'pg';
import { type Clock, ProblemError, readSql } from '#libs/platform';
import { freshBytes } from './fresh-bytes.js';
import { type MasterKey } from './master-key.js';
import { Recent } from './recent.js';

const CACHE_KEYS = 50_000;
/** A key that another process destroyed is forgotten here after this time at the latest. */
const CACHE_MS = 60_000;
const BATCH = 5_000;

interface KeyRow {
  readonly person_id: string;
  readonly wrapped: Buffer | null;
}

/**
 * Keys of people, in clear only in memory. Wanted keys are fetched or made many at a time: calls in the same turn of the event loop share one
 * round trip. A destroyed key is never made again.
 */
export class KeyRing {
  private readonly recent: Recent<Buffer>;
  /** Who waits for whose key, until the next turn of the loop; a key of its own for reading and for making. */
  private readonly waiting = { find: new Map<string, Waiter[]>(), make: new Map<string, Waiter[]>() };

  constructor(
    private readonly pool: pg.Pool,
    private readonly master: MasterKey,
    clock: Clock,
  ) {
    this.recent = new Recent(CACHE_KEYS, CACHE_MS, clock);
  }

  /** The keys in the order of the ids; null for a person without a key (never made, or destroyed). */
  find(personIds: readonly string[]): Promise<readonly (Buffer | null)[]> {
    return Promise.all(personIds.map(async (id) => this.recent.get(id) ?? this.wait('find', id)));
  }

  /** The keys in the order of the ids, made where there is none. Throws 409 `PRIVACY.PERSON_ERASED`. */
  async ensure(personIds: readonly string[]): Promise<readonly Buffer[]> {
    const keys = await Promise.all(personIds.map(async (id) => this.recent.get(id) ?? this.wait('make', id)));
    const erased = personIds.filter((_, index) => keys[index] === null);
    if (erased.length > 0) {
      const message = `The key of ${erased.join(', ')} was destroyed: nothing can be sealed for an erased person any more; capture them anew`;
      throw new ProblemError(409, [{ code: 'PRIVACY.PERSON_ERASED', message }]);
    }
    return keys as Buffer[];
  }

  /** Destroys keys for ever: what was sealed with them cannot be read again, in no backup of the log either. */
  async destroy(personIds: readonly string[]): Promise<void> {
    await this.pool.query(
      `insert into privacy.person_key (person_id, destroyed_at) select unnest($1::text[]), now()
       on conflict (person_id) do update set wrapped = null, master_key = null, destroyed_at = coalesce(person_key.destroyed_at, now())`,
      [[...new Set(personIds)]],
    );
    for (const id of personIds) this.recent.delete(id);
  }

  private wait(what: 'find' | 'make', id: string): Promise<Buffer | null> {
    return new Promise((settle, reject) => {
      const queue = this.waiting[what];
      if (queue.size === 0) setImmediate(() => void this.flush(what));
      const waiters = queue.get(id);
      if (waiters) waiters.push({ settle, reject });
      else queue.set(id, [{ settle, reject }]);
    });
  }

  private async flush(what: 'find' | 'make'): Promise<void> {
    const queue = new Map(this.waiting[what]);
    this.waiting[what].clear();
    const ids = [...queue.keys()];
    for (let start = 0; start < ids.length; start += BATCH) {
      const part = ids.slice(start, start + BATCH);
      try {
        const keys = await (what === 'find' ? this.read(part) : this.make(part));
        for (const id of part) for (const waiter of queue.get(id)!) waiter.settle(keys.get(id) ?? null);
      } catch (error) {
        for (const id of part) for (const waiter of queue.get(id)!) waiter.reject(error);
      }
    }
  }

  private async read(ids: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>> {
    const { rows } = await this.pool.query<KeyRow>('select person_id, wrapped from privacy.person_key where person_id = any($1::text[])', [
      ids,
    ]);
    return this.opened(rows);
  }

  private async make(ids: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>> {
    const found = new Map<string, Buffer | null>();
    for (let missing = ids; missing.length > 0; missing = missing.filter((id) => !found.has(id))) {
      const fresh = missing.map((id) => this.master.wrap(freshBytes(32), id));
      const { rows } = await this.pool.query<KeyRow>({
        name: 'ensure-person-keys',
        text: readSql(import.meta.url, './ensure-person-keys.sql'),
        values: [missing, fresh, this.master.fingerprint],
      });
      for (const [id, key] of this.opened(rows)) found.set(id, key);
    }
    return found;
  }

  private opened(rows: readonly KeyRow[]): Map<string, Buffer | null> {
    return new Map(
      rows.map(({ person_id: id, wrapped }) => {
        if (!wrapped) return [id, null];
        const key = this.master.unwrap(wrapped, id);
        if (!key) throw new Error(`The key of person ${id} was wrapped by another master key or altered`);
        this.recent.put(id, key);
        return [id, key];
      }),
    );
  }
}

interface Waiter {
  settle(key: Buffer | null): void;
  reject(error: unknown): void;
}
