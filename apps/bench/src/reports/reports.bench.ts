import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { FactsWriter, Reporting, spineLogSource } from '#libs/reporting';
import { readSql, systemClock } from '#libs/platform';
import { type Benchmark, type Figure } from '../harness/benchmark.js';
import { wholeJob } from '../harness/measure.js';
import { type BenchHistory, builtHistory } from '../workbench/history.js';
import { type Workbench } from '../workbench/workbench.js';
import { DuckdbByHand } from './duckdb-by-hand.js';
import { repeatedHistory } from './repeated-history.js';
import { postgresFacts } from './postgres-by-hand.js';
import { assertSame, sizeOfDifference, totalByHand } from './same-answer.js';

/** As configured by default. */
const LIMITS = { threads: 2, memoryLimit: '1GB' };
const PART_POSITIONS = 20_000;
const EVENTS = 100_000;
const TARGET = 'at least 0.77 of DuckDB by hand (1.3 × its time) and 5 × PostgreSQL';
const YEAR = { from: '2025-01-01', to: '2025-12-31' };
const REPORTS = [
  { definition: 'valid_leads@3', sql: 'valid-leads' },
  { definition: 'followed_up_rate@1', sql: 'followed-up' },
] as const;

/** Reports over the facts of a whole log, and the comparison of two versions, against hand-written SQL that must give the same answer. */
export const reports: Benchmark = {
  name: 'reports',
  prepare: async (bench) => {
    const history = await builtHistory(bench, bench.sized(EVENTS, 1_000));
    const folder = mkdtempSync(join(bench.folder, 'facts-'));
    const partPositions = Math.min(PART_POSITIONS, Math.floor(history.events / 4));
    const parts = await new FactsWriter({ source: spineLogSource(history.pool), folder, partPositions, ...LIMITS }).catchUp();
    const figures: Figure[] = [];
    for (const times of bench.scale < 0.1 ? [1, 10] : [1, 10, 100]) {
      const factsDir = times === 1 ? folder : await repeatedHistory(bench, history.pool, folder, times, LIMITS);
      // All ways read the parts alone: the few events after the last part are left out.
      figures.push(...(await figuresOver(bench, history, factsDir, parts * partPositions * times)));
    }
    return figures;
  },
};

async function figuresOver(bench: Workbench, { log, pool }: BenchHistory, factsDir: string, position: number): Promise<Figure[]> {
  const open = (): Reporting => new Reporting({ pool, log, factsDir, ...LIMITS, organisationZone: 'UTC', clock: systemClock });
  const reporting = open();
  bench.defer(() => reporting.close());
  const duckdb = await DuckdbByHand.open(factsDir, LIMITS);
  bench.defer(() => duckdb.close());
  const postgres = await postgresFacts(bench, duckdb);
  const sqlOf = (name: string, dialect: string): string => readSql(import.meta.url, `./${name}.${dialect}.sql`);
  const request = { ...YEAR, by: ['channel'], position };

  const figures: Figure[] = [];
  for (const { definition, sql } of REPORTS) {
    const expected = (await reporting.runReport({ ...request, definition })).total;
    const ours = (through: Reporting) =>
      wholeJob(async () => assertSame((await through.runReport({ ...request, definition })).total, expected));
    const byHand = (rows: () => Promise<readonly object[]>) => wholeJob(async () => assertSame(totalByHand(await rows()), expected));
    const inPostgres = {
      name: 'PostgreSQL by hand',
      role: 'peer' as const,
      run: () => byHand(async () => (await postgres.query(sqlOf(sql, 'postgres'))).rows),
    };
    const name = `${definition} by channel, ${position.toLocaleString('en')} events`;
    figures.push(
      {
        name: `${name}, warm`,
        unit: 'reports',
        target: TARGET,
        rounds: bench.rounds(3),
        warmUp: true,
        contenders: [
          { name: 'LeadLedger', role: 'leadledger', run: () => ours(reporting) },
          { name: 'DuckDB by hand', role: 'limit', run: () => byHand(() => duckdb.rows(sqlOf(sql, 'duckdb'))) },
          inPostgres,
        ],
      },
      {
        name: `${name}, cold`,
        unit: 'reports',
        target: TARGET,
        rounds: bench.rounds(3),
        // The first process that opens the folder hashes its files, which one after it need not.
        warmUp: true,
        contenders: [
          {
            name: 'LeadLedger',
            role: 'leadledger',
            run: async () => {
              const fresh = open();
              const round = await ours(fresh);
              await fresh.close();
              return round;
            },
          },
          {
            name: 'DuckDB by hand',
            role: 'limit',
            run: () =>
              byHand(async () => {
                const fresh = await DuckdbByHand.open(factsDir, LIMITS);
                const rows = await fresh.rows(sqlOf(sql, 'duckdb'));
                fresh.close();
                return rows;
              }),
          },
        ],
      },
    );
  }
  const comparison = { ...YEAR, position, before: 'valid_leads@1', after: 'valid_leads@3' };
  const size = await reporting.compareReports(comparison, sizeOfDifference);
  figures.push({
    name: `valid_leads@1 against @3, ${size.toLocaleString('en')} leads that differ, ${position.toLocaleString('en')} events`,
    unit: 'comparisons',
    target: 'at least 0.67 of the two hand-written queries (1.5 × their time)',
    rounds: bench.rounds(3),
    warmUp: true,
    contenders: [
      {
        name: 'LeadLedger',
        role: 'leadledger',
        run: () => wholeJob(async () => assertSame(await reporting.compareReports(comparison, sizeOfDifference), size)),
      },
      {
        name: 'DuckDB by hand',
        role: 'limit',
        run: () => wholeJob(async () => assertSame((await duckdb.rows(sqlOf('difference', 'duckdb'))).length, size)),
      },
      {
        name: 'PostgreSQL by hand',
        role: 'peer',
        run: () => wholeJob(async () => assertSame((await postgres.query(sqlOf('difference', 'postgres'))).rows.length, size)),
      },
    ],
  });
  return figures;
}
