import { readSql } from '#libs/platform';
import { type BatchPlan, storedKey } from './batch-plan.js';
import { boolArray, byteaArray, int8Array, textArray, uuidArray } from './binary-array.js';
import { type WrittenEvent } from './decide-append.js';
import { NEW_STREAM, type StreamHead, targetOf } from './stream-head.js';
import { type WriteOperation } from './write-operation.js';
import { type Session, type WriterConnection } from './writer-connection.js';

const sql = {
  append: readSql(import.meta.url, './append.sql'),
  storedIds: readSql(import.meta.url, './stored-ids.sql'),
  recentIds: readSql(import.meta.url, './recent-ids.sql'),
  tail: readSql(import.meta.url, './tail.sql'),
} as const;

/** Commits the records of a plan. `unseen` are streams that were taken for new without looking; KnownStreamError where one is not. */
export async function insertBatch(connection: WriterConnection, plan: BatchPlan, unseen: readonly string[]): Promise<void> {
  const { records, streamIds, newStreams } = plan;
  await connection.commit('append', sql.append, [
    int8Array(newStreams.map(({ id }) => id)),
    byteaArray(newStreams.map(({ name }) => Buffer.from(name))),
    int8Array(records.map(({ position }) => position)),
    int8Array(streamIds),
    int8Array(records.map(({ revision }) => revision)),
    int8Array(records.map(({ createdMs }) => createdMs)),
    boolArray(records.map(({ isJson }) => isJson)),
    uuidArray(records.map(({ id }) => id)),
    textArray(records.map(({ type }) => type)),
    byteaArray(records.map(({ data }) => data)),
    byteaArray(records.map(({ metadata }) => metadata)),
    byteaArray(unseen.map((base) => Buffer.from(`$$${base}`))),
  ]);
}

/** Committed events at the revisions that appends expecting less than the present revision would have taken: they may be retries. */
export async function readStoredIds(
  connection: WriterConnection,
  operations: readonly WriteOperation[],
  heads: ReadonlyMap<string, StreamHead>,
): Promise<Map<string, WrittenEvent>> {
  const ids: number[] = [];
  const firsts: number[] = [];
  const counts: number[] = [];
  for (const operation of operations) {
    if (operation.kind !== 'append' || (typeof operation.expected === 'string' && operation.expected !== 'no-stream')) continue;
    const { base, half } = targetOf(operation.stream);
    const head = heads.get(base) ?? NEW_STREAM;
    const id = half === 'events' ? head.id : head.metadataId;
    const first = operation.expected === 'no-stream' ? 0 : operation.expected + 1;
    if (id === null || first > (half === 'events' ? head.last : head.metadataLast) || operation.events.length === 0) continue;
    ids.push(id);
    firsts.push(first);
    counts.push(operation.events.length);
  }
  const stored = new Map<string, WrittenEvent>();
  if (ids.length === 0) return stored;
  const rows = await connection.query('stored-ids', sql.storedIds, [int8Array(ids), int8Array(firsts), int8Array(counts)]);
  for (const row of rows as IdRow[]) stored.set(storedKey(Number(row.stream_id), Number(row.revision)), toWritten(row));
  return stored;
}

interface Tail {
  /** Of the last event; 0 in an empty log. */
  readonly position: number;
  readonly streamId: number;
  /** The last `limit` events, oldest first. */
  readonly recent: readonly (WrittenEvent & { readonly streamId: number })[];
}

export async function readTail(session: Session, limit: number): Promise<Tail> {
  const [tail] = (await session.query('tail', sql.tail, [])) as [{ position: string; stream_id: string }];
  const rows = (await session.query('recent-ids', sql.recentIds, [limit])) as IdRow[];
  const recent = rows.map((row) => ({ ...toWritten(row), streamId: Number(row.stream_id) }));
  return { position: Number(tail.position), streamId: Number(tail.stream_id), recent };
}

interface IdRow {
  readonly stream_id: string;
  readonly revision: string;
  readonly id: string;
  readonly position: string;
}

const toWritten = (row: IdRow): WrittenEvent => ({ id: row.id, revision: Number(row.revision), position: Number(row.position) });
