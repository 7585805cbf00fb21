import {
  BIGINT,
  BOOLEAN,
  DATE,
  DECIMAL,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api';
import { type ColumnType, type EventFacts, type FactCell, factColumnNames, factColumns } from './fact-columns.js';

const types: Readonly<Record<ColumnType, DuckDBType>> = {
  BIGINT,
  INTEGER,
  VARCHAR,
  TIMESTAMP,
  DATE,
  BOOLEAN,
  'DECIMAL(21,6)': DECIMAL(21, 6),
  'DECIMAL(38,12)': DECIMAL(38, 12),
};
const CHUNK = 2_048;
const DAY_MS = 86_400_000;

export const factsDdl = (table: string): string =>
  `create table ${table} (${factColumnNames.map((name) => `${name} ${factColumns[name]}`).join(', ')})`;

function cellValue(cell: FactCell, type: ColumnType): DuckDBValue {
  if (cell === null) return null;
  switch (type) {
    case 'BIGINT':
      return BigInt(cell as number);
    case 'TIMESTAMP':
      return new DuckDBTimestampValue(BigInt(cell as number) * 1000n);
    case 'DATE':
      return new DuckDBDateValue(Date.parse(`${cell as string}T00:00:00.000Z`) / DAY_MS);
    case 'DECIMAL(21,6)':
      return new DuckDBDecimalValue(BigInt((cell as string).replace('.', '')), 21, 6);
    case 'DECIMAL(38,12)':
      return new DuckDBDecimalValue(BigInt((cell as string).replace('.', '')), 38, 12);
    case 'INTEGER':
    case 'VARCHAR':
    case 'BOOLEAN':
      return cell;
  }
}

/** Adds rows to a table made by `factsDdl`. */
export async function loadFacts(connection: DuckDBConnection, table: string, rows: readonly EventFacts[]): Promise<void> {
  const appender = await connection.createAppender(table);
  try {
    for (let start = 0; start < rows.length; start += CHUNK) {
      const part = rows.slice(start, start + CHUNK);
      const chunk = DuckDBDataChunk.create(
        factColumnNames.map((name) => types[factColumns[name]]),
        part.length,
      );
      chunk.setColumns(factColumnNames.map((name) => part.map((row) => cellValue(row[name], factColumns[name]))));
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}
