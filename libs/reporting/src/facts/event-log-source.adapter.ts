import { GENESIS_DIGEST, leafOf, nextDigest } from '#libs/contracts';
import { type EventLog, type StorePosition } from '#libs/event-store';
import { type LogEntry, type LogSource } from './log-source.port.js';

const PAGE = 2_000;

interface Checkpoint {
  readonly position: number;
  readonly digest: string;
  readonly storePosition: StorePosition | null;
}

/** Reads the event log itself and computes numbers and chain anew: nothing derived is trusted. What was passed once is remembered by page. */
export function eventLogSource(log: EventLog): LogSource {
  const checkpoints: Checkpoint[] = [{ position: 0, digest: GENESIS_DIGEST, storePosition: null }];

  async function* pages(after: number, upTo: number): AsyncIterable<readonly LogEntry[]> {
    const start = checkpoints.findLast((checkpoint) => checkpoint.position <= after)!;
    let { position, digest } = start;
    let page: LogEntry[] = [];
    for await (const stored of log.readAll(start.storePosition ? { after: start.storePosition } : {})) {
      if (position >= upTo) break;
      const { id, type, stream, revision, data, metadata, storePosition } = stored;
      const event = { id, type, stream, revision, data, metadata };
      digest = nextDigest(digest, leafOf(event));
      page.push({ position: ++position, event, digest });
      if (position % PAGE === 0 || position === upTo) {
        if (position > checkpoints[checkpoints.length - 1]!.position) checkpoints.push({ position, digest, storePosition });
        yield page;
        page = [];
      }
    }
    if (page.length > 0) yield page;
  }

  return {
    async head() {
      let last: LogEntry | undefined;
      for await (const page of pages(0, Infinity)) last = page[page.length - 1];
      return last ? { position: last.position, digest: last.digest } : null;
    },
    async digestsAt(positions) {
      const wanted = new Set(positions);
      const found = new Map<number, string>();
      for await (const page of pages(0, Math.max(0, ...positions)))
        for (const { position, digest } of page) if (wanted.has(position)) found.set(position, digest);
      return found;
    },
    async *read(after, upTo) {
      for await (const page of pages(after, upTo)) {
        const wanted = page.filter((entry) => entry.position > after);
        if (wanted.length > 0) yield wanted;
      }
    },
  };
}
