import { type ExpectedRevision, type ProposedEvent } from './log-record.js';

export type WriteOperation =
  | { readonly kind: 'append'; readonly stream: string; readonly events: readonly ProposedEvent[]; readonly expected: ExpectedRevision }
  | { readonly kind: 'delete'; readonly stream: string; readonly hard: boolean; readonly expected: ExpectedRevision };

/** The ends of a race for a stream, all of them. `revision` −1: the stream is empty. */
export type WriteOutcome =
  | { readonly kind: 'written'; readonly revision: number; readonly position: number | null }
  | { readonly kind: 'wrong-version'; readonly actual: number }
  | { readonly kind: 'deleted' };

/** Nothing was written: the database is away or full, or another server writes to it. */
export class NotWrittenError extends Error {
  override readonly name = 'NotWrittenError';
}

/** The connection died while the commit was under way. A retry with the same event ids finds out. */
export class OutcomeUnknownError extends Error {
  override readonly name = 'OutcomeUnknownError';
}

/** A stream that was taken for new has a past; nothing was written. */
export class KnownStreamError extends Error {
  override readonly name = 'KnownStreamError';
}
