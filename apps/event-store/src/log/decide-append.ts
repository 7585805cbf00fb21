import { type ExpectedRevision } from './log-record.js';
import { isSoftDeleted, type StreamHead, type StreamTarget } from './stream-head.js';

export interface WrittenEvent {
  readonly id: string;
  readonly revision: number;
  readonly position: number;
}

/** What a decision may look up: both answer from memory, filled before. */
export interface Written {
  /** The event at this revision of the target stream. */
  at(revision: number): WrittenEvent | undefined;
  /** The event of this id among the recent ones of the target stream. */
  recent(id: string): WrittenEvent | undefined;
}

export type Decision =
  | { readonly kind: 'write' }
  /** Written before; nothing is written now. `position` is null where it is no longer known. */
  | { readonly kind: 'repeated'; readonly revision: number; readonly position: number | null }
  | { readonly kind: 'wrong-version'; readonly actual: number }
  | { readonly kind: 'deleted' };

const WRITE: Decision = { kind: 'write' };

/** Whether an append may be written: the rules of the real server, in its order (protocol 2.2). */
export function decideAppend(
  head: StreamHead,
  half: StreamTarget['half'],
  ids: readonly string[],
  expected: ExpectedRevision,
  written: Written,
): Decision {
  const last = half === 'events' ? head.last : head.metadataLast;
  const softDeleted = half === 'events' && isSoftDeleted(head);
  const wrongVersion: Decision = { kind: 'wrong-version', actual: last };
  if (head.tombstoned) return { kind: 'deleted' };
  if (expected === 'stream-exists') {
    if (softDeleted) return { kind: 'deleted' };
    if (last < 0 && (half === 'metadata' || head.metadataLast < 0)) return wrongVersion;
  }
  if (expected === 'any' || expected === 'stream-exists') {
    const [first, ...others] = ids;
    if (first === undefined || !written.recent(first)) return WRITE;
    if (others.some((id) => !written.recent(id))) return wrongVersion;
    const known = written.recent(ids[ids.length - 1]!)!;
    return { kind: 'repeated', revision: known.revision, position: known.position };
  }
  const from = expected === 'no-stream' ? -1 : expected;
  if (from === last) return WRITE;
  if (from > last) return wrongVersion;
  const firstDiffers = ids.length > 0 && written.at(from + 1)?.id !== ids[0];
  if (firstDiffers) return softDeleted && expected === 'no-stream' ? WRITE : wrongVersion;
  if (ids.some((id, index) => written.at(from + 1 + index)?.id !== id)) return wrongVersion;
  const end = from + ids.length;
  return { kind: 'repeated', revision: end, position: written.at(end)?.position ?? null };
}

/** Whether a stream may be deleted (`hard`: for ever). A soft delete needs something to delete. */
export function decideDelete(head: StreamHead, hard: boolean, expected: ExpectedRevision): Decision {
  const wrongVersion: Decision = { kind: 'wrong-version', actual: head.last };
  if (head.tombstoned) return { kind: 'deleted' };
  const exists = head.last >= 0 || head.metadataLast >= 0;
  if (expected === 'stream-exists' && isSoftDeleted(head)) return { kind: 'deleted' };
  if (!exists && (!hard || expected === 'stream-exists')) return wrongVersion;
  if (expected === 'any' || expected === 'stream-exists') return WRITE;
  if (expected === 'no-stream') return head.last < 0 || isSoftDeleted(head) ? WRITE : wrongVersion;
  return expected === head.last ? WRITE : wrongVersion;
}
