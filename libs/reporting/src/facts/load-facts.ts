import type * as Engine from '@duckdb/node-api';
import { type ColumnType, type EventFacts, type FactCell, factColumnNames, factColumns } from './fact-columns.js';

type DuckDB = typeof Engine;

const CHUNK = 2_048;
const DAY_MS = 86_400_000;

export const factsDdl = (table: string): string =>
  `create table ${table} (${factColumnNames.map((name) => `${name} ${factColumns[name]}`).join(', ')})`;

const columnTypes = ({
  BIGINT,
  BOOLEAN,
  DATE,
  DECIMAL,
  INTEGER,
  TIMESTAMP,
  VARCHAR,
}: DuckDB): Readonly<Record<ColumnType, Engine.DuckDBType>> => ({
  BIGINT,
  INTEGER,
  VARCHAR,
  TIMESTAMP,
  DATE,
  BOOLEAN,
  'DECIMAL(21,6)': DECIMAL(21, 6),
  'DECIMAL(38,12)': DECIMAL(38, 12),
});

function cellValue(duckdb: DuckDB, cell: FactCell, type: ColumnType): Engine.DuckDBValue {
  if (cell === null) return null;
  switch (type) {
    case 'BIGINT':
      return BigInt(cell as number);
    case 'TIMESTAMP':
      return new duckdb.DuckDBTimestampValue(BigInt(cell as number) * 1000n);
    case 'DATE':
      return new duckdb.DuckDBDateValue(Date.parse(`${cell as string}T00:00:00.000Z`) / DAY_MS);
    case 'DECIMAL(21,6)':
      return new duckdb.DuckDBDecimalValue(BigInt((cell as string).replace('.', '')), 21, 6);
    case 'DECIMAL(38,12)':
      return new duckdb.DuckDBDecimalValue(BigInt((cell as string).replace('.', '')), 38, 12);
    case 'INTEGER':
    case 'VARCHAR':
    case 'BOOLEAN':
      return cell;
  }
}

/** Adds rows to a table made by `factsDdl`. */
export async function loadFacts(connection: Engine.DuckDBConnection, table: string, rows: readonly EventFacts[]): Promise<void> {
  const duckdb = await import('@duckdb/node-api');
  const types = columnTypes(duckdb);
  const appender = await connection.createAppender(table);
  try {
    for (let start = 0; start < rows.length; start += CHUNK) {
      const part = rows.slice(start, start + CHUNK);
      const chunk = duckdb.DuckDBDataChunk.create(
        factColumnNames.map((name) => types[factColumns[name]]),
        part.length,
      );
      chunk.setColumns(factColumnNames.map((name) => part.map((row) => cellValue(duckdb, row[name], factColumns[name]))));
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}
