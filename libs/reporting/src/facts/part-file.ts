import { type DuckDBConnection } from '@duckdb/node-api';
import { duckdbDialect } from '#libs/expressions';
import { rowsOf } from './report-engine.js';

/** So many rows of every column are held until a group is written; with more, 256 MB are not enough. */
const GROUP_ROWS = 61_440;

/**
 * Writes facts as Parquet, type by type and within each by position: whoever looks for events of some types reads little else, and columns that are
 * alike lie together. `source` is what stands after `from`, in order of position within each type; the engine should have one thread, which keeps the
 * order while it holds little.
 */
export async function writePartFile(connection: DuckDBConnection, source: string, path: string): Promise<void> {
  const types = (await rowsOf(connection, `select distinct type from ${source} order by type`)).map(({ type }) => type as string);
  const rows = types.map((type) => `select * from ${source} where type = ${duckdbDialect.text(type)}`).join(' union all ');
  await connection.run(
    `copy (${rows}) to ${duckdbDialect.text(path)} (format parquet, parquet_version v2, compression zstd, row_group_size ${GROUP_ROWS})`,
  );
}
