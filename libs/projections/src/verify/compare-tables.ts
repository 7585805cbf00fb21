import { type PoolClient } from 'pg';
import QueryStream from 'pg-query-stream';
import { type ReadTable } from '../sequence-projection.js';
import { hashedColumns, tableHash } from './table-hash.js';

export interface VerifiedTable {
  readonly table: string;
  readonly equal: boolean;
  /** SHA-256, lower-case hex. */
  readonly live: string;
  readonly rebuilt: string;
  /** Where they differ: the first streams whose rows do. */
  readonly differs: readonly string[];
}

/** One generation's copy of a table, as its connection sees it. */
interface Side {
  readonly client: PoolClient;
  readonly schema: string;
}

const MOST_DIFFERENCES = 10;

/** Compares two copies of a table by hash; only where the hashes differ, stream by stream, to name the first that do. */
export async function compareTables(live: Side, rebuilt: Side, table: ReadTable): Promise<VerifiedTable> {
  const [liveHash, rebuiltHash] = await Promise.all([
    tableHash(live.client, live.schema, table),
    tableHash(rebuilt.client, rebuilt.schema, table),
  ]);
  const equal = liveHash === rebuiltHash;
  return { table: table.name, equal, live: liveHash, rebuilt: rebuiltHash, differs: equal ? [] : await differences(live, rebuilt, table) };
}

interface StreamHash {
  stream: string;
  hash: string;
}

async function differences(live: Side, rebuilt: Side, table: ReadTable): Promise<string[]> {
  const left = streamHashes(live, table);
  const right = streamHashes(rebuilt, table);
  const found: string[] = [];
  let [a, b] = [await left.next(), await right.next()];
  while (found.length < MOST_DIFFERENCES && !(a.done && b.done)) {
    const one = a.done ? null : a.value;
    const other = b.done ? null : b.value;
    const first = one && (!other || one.stream <= other.stream) ? one.stream : other!.stream;
    if (one?.stream !== first || other?.stream !== first || one.hash !== other.hash) found.push(first);
    if (one?.stream === first) a = await left.next();
    if (other?.stream === first) b = await right.next();
  }
  await left.return(undefined);
  await right.return(undefined);
  return found;
}

/** In the byte order of streams, which is the order of JavaScript for the characters an id may have below U+10000. */
async function* streamHashes({ client, schema }: Side, table: ReadTable): AsyncGenerator<StreamHash, void, void> {
  const row = `md5(row(${hashedColumns(table)
    .map((column) => `${column}::text`)
    .join(', ')})::text)`;
  const text = `select stream, md5(string_agg(${row}, '' order by ${row})) as hash from ${schema}.${table.name} group by stream order by stream`;
  const rows = client.query(new QueryStream(text, [], { batchSize: 1_000 }));
  try {
    for await (const each of rows as AsyncIterable<StreamHash>) yield each;
  } finally {
    rows.destroy();
  }
}
