import { NO_METADATA, SOFT_DELETED, type StreamMetadata } from './stream-metadata.js';

/** The state of a stream S and of its metadata stream `$$S`, which are decided on together. */
export interface StreamHead {
  /** Null until the first event. */
  readonly id: number | null;
  /** Last revision, −1 if none; survives soft deletes. */
  readonly last: number;
  readonly tombstoned: boolean;
  readonly metadataId: number | null;
  readonly metadataLast: number;
  readonly metadata: StreamMetadata;
  /** The newest metadata as stored. */
  readonly metadataJson: Uint8Array;
}

export const NEW_STREAM: StreamHead = {
  id: null,
  last: -1,
  tombstoned: false,
  metadataId: null,
  metadataLast: -1,
  metadata: NO_METADATA,
  metadataJson: new Uint8Array(),
};

export const isSoftDeleted = (head: StreamHead): boolean => head.metadata.truncateBefore === SOFT_DELETED;

/** The first revision that a reader of the stream may see, age apart. */
export function firstVisible(head: StreamHead): number {
  const { truncateBefore, maxCount } = head.metadata;
  return Math.max(truncateBefore, maxCount === null ? 0 : head.last - maxCount + 1, 0);
}

/** Which stream a name means, and which half of its head: `$$S` is the metadata of S. */
export interface StreamTarget {
  readonly base: string;
  readonly half: 'events' | 'metadata';
}

export const targetOf = (name: string): StreamTarget =>
  name.startsWith('$$') ? { base: name.slice(2), half: 'metadata' } : { base: name, half: 'events' };
