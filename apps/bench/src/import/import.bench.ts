import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { importHistory, type ImportSink, type ImportSummary, loadMapping } from '#libs/history';
import { hasSharedData, sharedData } from '#libs/testing';
import { type Benchmark, type Figure } from '../harness/benchmark.js';
import { wholeJob } from '../harness/measure.js';
import { type BenchApi, startApi } from '../workbench/api.js';
import { type Workbench } from '../workbench/workbench.js';
import { type CrmFile, writeCrmFile } from './crm-file.js';
import { httpSink } from './http-sink.js';
import { parseOnly } from './parse-only.js';

const TARGET = 'at least 10,000 events a second';
const LOOK_MS = 20;

/** The log of a real service desk, 141,712 rows; a run at full size imports it where the data is present. */
const REAL = {
  mapping: 'docs/how-to/uci-incident.mapping.yaml',
  csv: 'uci_incident/incident_events_slim.csv.gz',
  instants: 3,
  rows: 141_712,
};

/** History end to end: from the file, through the mapping and over HTTP into the log; with and without the read models following. */
export const imports: Benchmark = {
  name: 'import',
  prepare: async (bench) => [
    await intoTheLog(bench),
    ...(bench.scale >= 1 && hasSharedData('uci_incident') ? [await realHistory(bench)] : []),
    await withReadModels(bench),
  ],
};

async function run(
  { mapping, rows }: Pick<CrmFile, 'mapping' | 'rows'>,
  sink: ImportSink | null,
  rejectsPath = `${mapping}.rejects.csv`,
): Promise<ImportSummary> {
  const summary = await importHistory(await loadMapping(mapping), { rejectsPath, sink });
  if (summary.rejected > 0 || summary.accepted !== rows)
    throw new Error(`Of ${rows} rows ${summary.accepted} were accepted and ${summary.rejected} rejected: see ${summary.rejects}`);
  return summary;
}

async function files(bench: Workbench, events: number, count: number, first = 1): Promise<CrmFile[]> {
  const folder = await mkdtemp(join(bench.folder, 'files-'));
  const made = [];
  for (let index = 0; index < count; index++) made.push(await writeCrmFile(folder, `crm${first + index}`, events, first + index));
  return made;
}

async function intoTheLog(bench: Workbench): Promise<Figure> {
  const api = await startApi(bench);
  const rounds = bench.rounds(2);
  const measured = await files(bench, bench.sized(120_000, 300), rounds);
  // The first import of a process compiles what the others use.
  const [small] = await files(bench, bench.sized(5_000, 100), 1, 90);
  await run(small!, httpSink(api));
  return {
    name: `${measured[0]!.rows.toLocaleString('en')} rows into the log`,
    unit: 'events',
    target: TARGET,
    rounds,
    contenders: [
      {
        name: 'LeadLedger, over HTTP',
        role: 'leadledger',
        run: (round) => wholeJob(async () => (await run(measured[round]!, httpSink(api))).events),
      },
      { name: 'the mapping alone', role: 'part', run: (round) => wholeJob(async () => (await run(measured[round]!, null)).events) },
      { name: 'reading and parsing the file', role: 'limit', run: (round) => wholeJob(() => parseOnly(measured[round]!.csv)) },
    ],
  };
}

/** Once: a second import of the same file adds nothing. */
async function realHistory(bench: Workbench): Promise<Figure> {
  const api = await startApi(bench);
  const [small] = await files(bench, bench.sized(5_000, 100), 1, 80);
  await run(small!, httpSink(api));
  const rejects = join(bench.folder, 'service-desk.rejects.csv');
  return {
    name: `the log of a service desk, ${REAL.rows.toLocaleString('en')} rows, into the log`,
    unit: 'events',
    target: TARGET,
    rounds: 1,
    contenders: [
      {
        name: 'LeadLedger, over HTTP',
        role: 'leadledger',
        run: () => wholeJob(async () => (await run(REAL, httpSink(api), rejects)).events),
      },
      { name: 'reading and parsing the file', role: 'limit', run: () => wholeJob(() => parseOnly(sharedData(REAL.csv), REAL.instants)) },
    ],
  };
}

async function withReadModels(bench: Workbench): Promise<Figure> {
  const api = await startApi(bench, { projector: true });
  const [file] = await files(bench, bench.sized(40_000, 300), 1);
  let began = 0;
  let events = 0;
  return {
    name: `${file!.rows.toLocaleString('en')} rows, read models following`,
    unit: 'events',
    target: null,
    rounds: 1,
    inOrder: true,
    contenders: [
      {
        name: 'LeadLedger, until the last row is acknowledged',
        role: 'leadledger',
        run: () =>
          wholeJob(async () => {
            began = performance.now();
            return (events = (await run(file!, httpSink(api))).events);
          }),
      },
      {
        name: 'LeadLedger, until every row is visible',
        role: 'leadledger',
        run: async () => {
          await caughtUp(api, events);
          const ms = performance.now() - began;
          return { operations: events, seconds: ms / 1_000, latenciesMs: [ms], errors: 0 };
        },
      },
    ],
  };
}

/** The log holds a few events of the import itself too, the last of which is its completion. */
async function caughtUp({ ledger }: BenchApi, events: number): Promise<void> {
  for (;;) {
    const { rows } = await ledger.pool.query<{ done: boolean }>(
      `select exists (select from read.log_entry where type = 'import.completed' and position > $1) as done`,
      [events],
    );
    if (rows[0]!.done) return;
    await sleep(LOOK_MS);
  }
}
