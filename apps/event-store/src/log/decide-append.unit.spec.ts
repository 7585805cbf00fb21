import { decideAppend, decideDelete, type Written, type WrittenEvent } from './decide-append.js';
import { NEW_STREAM, type StreamHead } from './stream-head.js';
import { parseMetadata, SOFT_DELETE_JSON } from './stream-metadata.js';

const stored: WrittenEvent[] = ['a', 'b', 'c'].map((id, revision) => ({ id, revision, position: 10 + revision }));
const written: Written = { at: (revision) => stored[revision], recent: (id) => stored.find((event) => event.id === id) };
const head: StreamHead = { ...NEW_STREAM, id: 1, last: 2 };
const softDeleted: StreamHead = { ...head, metadataId: 2, metadataLast: 0, metadata: parseMetadata(SOFT_DELETE_JSON) };
const tombstoned: StreamHead = { ...head, tombstoned: true };

describe('an append is written, recognised or refused by the rules of the protocol (2.2)', () => {
  it.each([
    ['the exact revision', head, ['x'], 2, { kind: 'write' }],
    ['the exact revision with an old id', head, ['a'], 2, { kind: 'write' }],
    ['no-stream on a new stream', NEW_STREAM, ['x'], 'no-stream', { kind: 'write' }],
    ['any', head, ['x'], 'any', { kind: 'write' }],
    ['any, all known', head, ['b', 'c'], 'any', { kind: 'repeated', revision: 2, position: 12 }],
    ['any, the first known and a later one new', head, ['c', 'x'], 'any', { kind: 'wrong-version', actual: 2 }],
    ['any, the first new and a later one known', head, ['x', 'c'], 'any', { kind: 'write' }],
    ['a lower revision with new ids', head, ['x'], 0, { kind: 'wrong-version', actual: 2 }],
    ['a lower revision with the ids that were stored', head, ['b', 'c'], 0, { kind: 'repeated', revision: 2, position: 12 }],
    ['a lower revision, first id stored, second not', head, ['b', 'x'], 0, { kind: 'wrong-version', actual: 2 }],
    ['a lower revision, ids beyond the end', head, ['c', 'd'], 1, { kind: 'wrong-version', actual: 2 }],
    ['no-stream with the ids that were stored', head, ['a', 'b'], 'no-stream', { kind: 'repeated', revision: 1, position: 11 }],
    ['a higher revision', head, ['x'], 7, { kind: 'wrong-version', actual: 2 }],
    ['a revision on a new stream', NEW_STREAM, ['x'], 7, { kind: 'wrong-version', actual: -1 }],
    ['stream-exists on a new stream', NEW_STREAM, ['x'], 'stream-exists', { kind: 'wrong-version', actual: -1 }],
    ['stream-exists with metadata alone', { ...NEW_STREAM, metadataLast: 0 }, ['x'], 'stream-exists', { kind: 'write' }],
    ['stream-exists on a soft-deleted stream', softDeleted, ['x'], 'stream-exists', { kind: 'deleted' }],
    ['no-stream on a soft-deleted stream', softDeleted, ['x'], 'no-stream', { kind: 'write' }],
    ['a lower revision on a soft-deleted stream', softDeleted, ['x'], 0, { kind: 'wrong-version', actual: 2 }],
    ['anything on a tombstoned stream', tombstoned, ['x'], 'any', { kind: 'deleted' }],
    ['nothing at the exact revision', head, [], 2, { kind: 'write' }],
  ] as const)('%s', (_, stream, ids, expected, decision) => {
    const known = stream === NEW_STREAM ? { at: () => undefined, recent: () => undefined } : written;
    expect(decideAppend(stream, 'events', ids, expected, known)).toEqual(decision);
  });

  it.each([
    ['soft, any, exists', head, false, 'any', { kind: 'write' }],
    ['soft, any, never was', NEW_STREAM, false, 'any', { kind: 'wrong-version', actual: -1 }],
    ['soft, twice', softDeleted, false, 'any', { kind: 'write' }],
    ['soft, wrong revision', head, false, 5, { kind: 'wrong-version', actual: 2 }],
    ['hard, any, never was', NEW_STREAM, true, 'any', { kind: 'write' }],
    ['hard, no-stream, exists', head, true, 'no-stream', { kind: 'wrong-version', actual: 2 }],
    ['hard, stream-exists, never was', NEW_STREAM, true, 'stream-exists', { kind: 'wrong-version', actual: -1 }],
    ['hard, twice', tombstoned, true, 'any', { kind: 'deleted' }],
  ] as const)('delete: %s', (_, stream, hard, expected, decision) => {
    expect(decideDelete(stream, hard, expected)).toEqual(decision);
  });
});
