import { createHash } from 'node:crypto';
import { type PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type ReadTable } from '../sequence-projection.js';

/** SHA-256 over every row in the order of its key, in the text format of COPY. The store position of the spine is outside every hash. */
export async function tableHash(client: PoolClient, schema: string, table: ReadTable): Promise<string> {
  const columns = hashedColumns(table).join(', ');
  const order = [...new Set([...(table.columns.includes('stream') ? ['stream'] : []), ...table.key])].join(', ');
  const stream = client.query(copyTo(`copy (select ${columns} from ${schema}.${table.name} order by ${order}) to stdout`));
  const hash = createHash('sha256');
  for await (const chunk of stream as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

export const hashedColumns = (table: ReadTable): readonly string[] => table.columns.filter((column) => !column.startsWith('store_'));
