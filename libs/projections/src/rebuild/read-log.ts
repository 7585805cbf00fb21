import { GENESIS_DIGEST } from '#libs/contracts';
import { type EventLog } from '#libs/event-store';
import { type Pool } from 'pg';
import { type LogPlace, START_OF_LOG } from '../log-place.js';
import { categoryOf } from '../sequence-projection.js';
import { type ChainEnd, spineEntry } from '../spine/spine-entry.js';
import { spineLine, spineTable } from '../spine/spine-table.js';
import { type Spill } from './spill.js';
import { beginLoad, TableCopy } from '../copy/table-copy.js';

export interface LogReading {
  readonly log: EventLog;
  readonly pool: Pool;
  readonly spill: Spill;
  /** Only events of these categories are spilled. */
  readonly categories: ReadonlySet<string>;
  /** Schema of the spine's new generation; null where the spine is not built. */
  readonly spineSchema: string | null;
  readonly signal?: AbortSignal;
  readonly onProgress?: (events: number) => void;
}

const PROGRESS_EVERY = 5_000;

/** Reads the log once: numbers every event, spills what the projections need and copies the spine where it is built. Returns the end read. */
export async function readLog({ log, pool, spill, categories, spineSchema, signal, onProgress }: LogReading): Promise<LogPlace> {
  const client = spineSchema === null ? null : await pool.connect();
  let failed = true;
  try {
    if (client) await beginLoad(client, [{ schema: spineSchema!, table: spineTable }]);
    const copy = client && new TableCopy(client, spineSchema!, spineTable, 'fresh');
    let end: ChainEnd = { position: 0, digest: GENESIS_DIGEST };
    let place = START_OF_LOG;
    for await (const event of log.readAll(signal ? { signal } : {})) {
      const wanted = categories.has(categoryOf(event.stream));
      let text: string | null = null;
      if (copy) {
        const entry = spineEntry(event, end);
        end = entry;
        text = entry.text;
        const wait = copy.write(spineLine(entry));
        if (wait) await wait;
      } else {
        end = { position: end.position + 1, digest: '' };
        if (wanted) {
          const { id, type, stream, revision, data, metadata } = event;
          text = JSON.stringify({ id, type, stream, revision, data, metadata });
        }
      }
      if (wanted && text !== null) {
        const wait = spill.write(event.stream, end.position, text);
        if (wait) await wait;
      }
      place = { position: end.position, eventId: event.id, storePosition: event.storePosition };
      if (end.position % PROGRESS_EVERY === 0) onProgress?.(end.position);
    }
    signal?.throwIfAborted();
    await copy?.end();
    await client?.query('commit');
    onProgress?.(place.position);
    failed = false;
    return place;
  } finally {
    client?.release(failed);
  }
}
