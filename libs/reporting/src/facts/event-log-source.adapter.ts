import { GENESIS_DIGEST, leafOf, nextDigest } from '#libs/contracts';
import { type EventLog } from '#libs/event-store';
import { type LogEntry, type LogSource } from './log-source.port.js';

const PAGE = 2_000;

/** Reads the event log itself and computes numbers and chain anew: nothing derived is trusted. Reading from a later position reads from the start. */
export function eventLogSource(log: EventLog): LogSource {
  async function* pages(upTo: number): AsyncIterable<readonly LogEntry[]> {
    let page: LogEntry[] = [];
    let position = 0;
    let digest = GENESIS_DIGEST;
    for await (const stored of log.readAll()) {
      const { id, type, stream, revision, data, metadata } = stored;
      const event = { id, type, stream, revision, data, metadata };
      digest = nextDigest(digest, leafOf(event));
      page.push({ position: ++position, event, digest });
      if (page.length === PAGE) {
        yield page;
        page = [];
      }
      if (position >= upTo) break;
    }
    if (page.length > 0) yield page;
  }
  return {
    async head() {
      let last: LogEntry | undefined;
      for await (const page of pages(Infinity)) last = page[page.length - 1];
      return last ? { position: last.position, digest: last.digest } : null;
    },
    async digestsAt(positions) {
      const wanted = new Set(positions);
      const found = new Map<number, string>();
      for await (const page of pages(Math.max(0, ...positions)))
        for (const { position, digest } of page) if (wanted.has(position)) found.set(position, digest);
      return found;
    },
    async *read(after, upTo) {
      for await (const page of pages(upTo)) {
        const wanted = page.filter((entry) => entry.position > after);
        if (wanted.length > 0) yield wanted;
      }
    },
  };
}
