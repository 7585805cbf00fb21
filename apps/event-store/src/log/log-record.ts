/** The revision of a tombstone: 2^63−1 on the wire and in the database, past every real revision here. */
export const TOMBSTONE = Number.POSITIVE_INFINITY;
export const TOMBSTONE_TEXT = '9223372036854775807';

/** An event as the store keeps it. Payloads are opaque bytes. */
export interface LogRecord {
  /** Commit and prepare position at once: 1, 2, 3 … in commit order. */
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  /** Lower case. */
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly createdMs: number;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  /** The encoded answer that every reader of this record gets, made by the first. */
  frame?: Buffer | undefined;
}

export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** A number is the revision of the last event that the writer knows; past 2^53 it is only ever "too high". */
export type ExpectedRevision = number | 'no-stream' | 'stream-exists' | 'any';
