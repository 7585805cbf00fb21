import { type LogEntry, type LogSource } from '../facts/log-source.port.js';

const PAGE = 500;

/** A log that is in memory, entry by entry; it may grow. */
export function memoryLog(entries: readonly LogEntry[]): LogSource {
  return {
    head: () => {
      const last = entries[entries.length - 1];
      return Promise.resolve(last ? { position: last.position, digest: last.digest } : null);
    },
    digestsAt: (positions) =>
      Promise.resolve(new Map(positions.flatMap((at) => (entries[at - 1] ? [[at, entries[at - 1]!.digest] as const] : [])))),
    async *read(after, upTo) {
      for (let at = after; at < Math.min(upTo, entries.length); at += PAGE)
        yield await Promise.resolve(entries.slice(at, Math.min(at + PAGE, upTo)));
    },
  };
}
