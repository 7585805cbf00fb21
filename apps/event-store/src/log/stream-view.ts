import { type LogReader, type Page } from './log-reader.js';
import { type LogRecord, TOMBSTONE } from './log-record.js';
import { type LogWriter } from './log-writer.js';
import { firstVisible, isSoftDeleted, targetOf } from './stream-head.js';

/** One stream as its readers see it: truncation, age and deletion applied. The log itself keeps everything. */
export interface StreamView {
  readonly name: string;
  /** Null where the stream has never had an event. */
  readonly id: number | null;
  readonly last: number;
  /** The first revision that may be seen. */
  readonly first: number;
  /** Events from before that instant (ms since 1970) are hidden. */
  readonly notBeforeMs: number;
  /** Where later appends begin to be seen; for live delivery. */
  readonly hiddenBelow: number;
  readonly exists: boolean;
  readonly tombstoned: boolean;
}

export async function viewStream(writer: Pick<LogWriter, 'head'>, name: string): Promise<StreamView> {
  const { base, half } = targetOf(name);
  const head = await writer.head(base);
  const { tombstoned } = head;
  if (half === 'metadata') {
    // A metadata stream shows its newest event only.
    const { metadataId: id, metadataLast: last } = head;
    return { name, id, last, first: Math.max(0, last), notBeforeMs: 0, hiddenBelow: 0, exists: last >= 0, tombstoned };
  }
  const gone = isSoftDeleted(head);
  const { maxAgeMs, truncateBefore } = head.metadata;
  return {
    name,
    id: head.id,
    last: head.last,
    first: firstVisible(head),
    notBeforeMs: maxAgeMs === null ? 0 : Date.now() - maxAgeMs,
    hiddenBelow: gone ? 0 : truncateBefore,
    exists: head.last >= 0 && !gone,
    tombstoned,
  };
}

/** The events of a view from `revision` on (inclusive), in pages, until the end as it then is or `limit`. */
export async function* readView(
  reader: LogReader,
  view: StreamView,
  revision: number,
  backwards: boolean,
  limit: number,
): AsyncGenerator<LogRecord[]> {
  if (view.id === null) return;
  let next = backwards ? Math.min(revision, view.last) : Math.max(revision, view.first);
  for (let left = limit; left > 0 && (!backwards || next >= view.first);) {
    const page = await reader.pageOfStream(view.name, view.id, next, backwards, left);
    const visible = page.records.filter((record) => isVisible(view, record) && record.revision !== TOMBSTONE);
    if (visible.length > 0) yield visible;
    left -= visible.length;
    const last = page.records.at(-1);
    if (!last || page.isLast) return;
    next = last.revision + (backwards ? -1 : 1);
  }
}

/** The page of a view that begins at `revision`, tombstone included: for subscriptions. */
export async function pageOfView(
  reader: LogReader,
  view: StreamView,
  revision: number,
): Promise<Page & { readonly reached: number | null }> {
  if (view.id === null) return { records: [], isLast: true, reached: null };
  const page = await reader.pageOfStream(view.name, view.id, Math.max(revision, view.first), false);
  const reached = page.records.at(-1)?.revision ?? null;
  return { records: page.records.filter((record) => isVisible(view, record)), isLast: page.isLast, reached };
}

export const isVisible = (view: StreamView, { revision, createdMs }: LogRecord): boolean =>
  revision === TOMBSTONE || (revision >= view.first && createdMs >= view.notBeforeMs);
