import { GENESIS_DIGEST } from '#libs/contracts';
import { type EventLog } from '#libs/event-store';
import { type Pool } from 'pg';
import QueryStream from 'pg-query-stream';
import { type ChainEnd, type SpineEntry, spineEntry } from '../spine/spine-entry.js';
import { ANCHOR_EVERY } from './anchor-log.js';

/** The first place where log, spine and anchors do not agree. */
export interface LogDifference {
  readonly position: number;
  readonly eventId: string | null;
  readonly code: 'EVENT_CHANGED' | 'EVENT_REPLACED' | 'EVENT_MISSING' | 'SPINE_CHANGED' | 'ANCHOR_DIFFERS';
  /** In plain words. */
  readonly why: string;
}

export interface LogVerification {
  readonly valid: boolean;
  /** Events walked in the log; up to `spinePosition` they were compared with the spine. */
  readonly events: number;
  readonly spinePosition: number;
  /** Of the chain as computed from the log, at its end. */
  readonly digest: string;
  /** `log.anchored` events that were checked. */
  readonly anchors: number;
  readonly firstDifference: LogDifference | null;
}

export interface VerifyLogOptions {
  readonly log: EventLog;
  readonly pool: Pool;
  /** As it was anchored. */
  readonly every?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (events: number) => void;
}

interface SpineRow {
  position: string;
  event_id: string;
  leaf: string;
  digest: string;
  whole: boolean;
}

const PROGRESS_EVERY = 10_000;

/**
 * Walks the whole log, computes every leaf and digest anew, and compares them with the spine and with the anchors in the log. A difference in
 * both at once is told by the spine, since it is exact; a spine that was rebuilt from an altered log is told by the first anchor after it.
 */
export async function verifyLog({ log, pool, every = ANCHOR_EVERY, signal, onProgress }: VerifyLogOptions): Promise<LogVerification> {
  const client = await pool.connect();
  const stream = client.query(
    new QueryStream(
      `select position, event_id, encode(leaf, 'hex') as leaf, encode(digest, 'hex') as digest, sha256(convert_to(event::text, 'UTF8')) = leaf as whole
         from read.log_entry order by position`,
      [],
      { batchSize: 2_000 },
    ),
  );
  const spine = (stream as AsyncIterable<SpineRow>)[Symbol.asyncIterator]();
  let end: ChainEnd = { position: 0, digest: GENESIS_DIGEST };
  let [spinePosition, anchors] = [0, 0];
  let firstDifference: LogDifference | null = null;
  const digests = new Map<number, string>();
  try {
    let row = await spine.next();
    for await (const event of log.readAll(signal ? { signal } : {})) {
      const entry = spineEntry(event, end);
      end = entry;
      if (!row.done) {
        spinePosition = entry.position;
        firstDifference ??= compared(entry, row.value);
        row = await spine.next();
      }
      if (entry.position % every === 0) digests.set(entry.position, entry.digest);
      if (event.type === 'log.anchored') {
        anchors++;
        firstDifference ??= anchorDifference(entry, digests);
      }
      if (entry.position % PROGRESS_EVERY === 0) onProgress?.(entry.position);
      if (firstDifference) break;
    }
    signal?.throwIfAborted();
    if (!firstDifference && !row.done) {
      const { position, event_id: eventId } = row.value;
      const why = `The log ends at position ${end.position}, but event ${eventId} had been read at position ${position}`;
      firstDifference = { position: Number(position), eventId, code: 'EVENT_MISSING', why };
    }
  } finally {
    stream.destroy();
    client.release();
  }
  return { valid: firstDifference === null, events: end.position, spinePosition, digest: end.digest, anchors, firstDifference };
}

function compared({ position, event, leaf, digest }: SpineEntry, row: SpineRow): LogDifference | null {
  const at = { position, eventId: event.id };
  if (Number(row.position) !== position) return { ...at, code: 'SPINE_CHANGED', why: `The spine has no entry for position ${position}` };
  if (row.event_id !== event.id)
    return { ...at, code: 'EVENT_REPLACED', why: `The log has event ${event.id} where ${row.event_id} had been read` };
  if (row.leaf !== leaf)
    return {
      ...at,
      code: 'EVENT_CHANGED',
      why: `Event ${event.id} (${event.type} of ${event.stream}) is not what was read: its leaf was ${row.leaf} and is ${leaf}`,
    };
  if (!row.whole)
    return { ...at, code: 'SPINE_CHANGED', why: `The spine's copy of event ${event.id} does not have its leaf: rebuild the spine` };
  if (row.digest !== digest)
    return {
      ...at,
      code: 'SPINE_CHANGED',
      why: `The chain breaks in the spine: its digest is ${row.digest}, the log gives ${digest}: rebuild the spine`,
    };
  return null;
}

function anchorDifference({ position: found, event }: SpineEntry, digests: ReadonlyMap<number, string>): LogDifference | null {
  const { position, digest } = event.data as { position: number; digest: string };
  const computed = digests.get(position);
  if (computed === digest) return null;
  const why = `The anchor at position ${found} says that the chain had digest ${digest} at position ${position}; the log gives ${computed ?? 'no such position'}: something at or before ${position} was altered`;
  return { position, eventId: event.id, code: 'ANCHOR_DIFFERS', why };
}
