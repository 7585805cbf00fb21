import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duckdbDialect } from '#libs/expressions';
import { type EngineLimits, ReportEngine } from '../facts/report-engine.js';
import { type Receipt } from '../receipt/receipt.js';
import { type ReportTable } from './report-table.js';

/** A Parquet file of the table; its key-value metadata holds the receipt, as JSON, under `receipt`. */
export async function reportParquet(table: ReportTable, receipt: Receipt, limits: Omit<EngineLimits, 'folder'>): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'leadledger-export-'));
  try {
    const engine = await ReportEngine.open({ ...limits, folder });
    const { columns, rows } = table;
    const names = columns.map(({ name, type }) => `${quoted(name)} ${type}`);
    const path = join(folder, 'report.parquet');
    try {
      await engine.connection.run(`create table report (${names.join(', ')})`);
      for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
        const values = rows.slice(start, start + ROWS_A_STATEMENT).map((row) => `(${row.map(literal).join(', ')})`);
        await engine.connection.run(`insert into report values ${values.join(', ')}`);
      }
      const proof = duckdbDialect.text(JSON.stringify(receipt));
      await engine.connection.run(
        `copy report to ${duckdbDialect.text(path)} (format parquet, compression zstd, kv_metadata {receipt: ${proof}})`,
      );
    } finally {
      engine.close();
    }
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const ROWS_A_STATEMENT = 1_000;
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (cell: string | number | boolean | null): string =>
  cell === null ? 'null' : typeof cell === 'string' ? duckdbDialect.text(cell) : String(cell);
