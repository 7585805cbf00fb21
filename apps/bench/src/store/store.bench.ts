import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { type EventMetadata } from '#libs/contracts';
import { connectEventLog, type EventToAppend } from '#libs/event-store';
import { newId, readSql } from '#libs/platform';
import { seedLog } from '../data/seed-log.js';
import { type Benchmark, type Figure } from '../harness/benchmark.js';
import { closedLoop, countOf, wholeJob } from '../harness/measure.js';
import { PREFIX } from '../workbench/prefix.js';
import { BareRows } from './bare-rows.js';
import { copyOut } from './copy-out.js';

const DATA = {
  followUpId: newId(),
  type: 'call',
  direction: 'outbound',
  outcome: 'reached',
  automatic: false,
  by: 'rep-17',
  sealedNote: null,
};
const METADATA = {
  actor: { kind: 'person', id: 'rep-17', assurance: 'token' },
  commandId: newId(),
  commandHash: 'a'.repeat(64),
  correlationId: newId(),
  causationId: newId(),
  occurredAt: { precision: 'instant', value: '2026-03-03T12:00:00.000Z' },
  knownAt: '2026-03-03T12:00:00.000Z',
  schemaVersion: 1,
};
const METADATA_BYTES = new TextEncoder().encode(JSON.stringify(METADATA));
const LOG_EVENTS = 100_000;
const WARM_UP = 500;

const eventsOf = (count: number) =>
  Array.from({ length: count }, () => jsonEvent({ id: newId(), type: 'lead.follow-up-recorded', data: DATA, metadata: METADATA_BYTES }));

const ownEventsOf = (count: number): EventToAppend[] =>
  Array.from({ length: count }, () => ({ id: newId(), type: 'lead.follow-up-recorded', data: DATA, metadata: METADATA as EventMetadata }));

/** The embedded event store through the official client, against PostgreSQL that commits, or gives, the same rows. */
export const store: Benchmark = {
  name: 'store',
  prepare: async (bench) => {
    const { url } = await bench.eventStore();
    const client = EventStoreDBClient.connectionString(url);
    bench.defer(() => client.dispose());
    const bare = new BareRows(await bench.database('rows'), Buffer.from(JSON.stringify(DATA)), Buffer.from(METADATA_BYTES));
    await bare.prepare();
    const append = (events: number) =>
      client.appendToStream(`${PREFIX}lead-${newId()}`, eventsOf(events), { expectedRevision: 'no_stream' });
    const log = connectEventLog({ url, prefix: PREFIX });
    bench.defer(() => log.close());
    const productAppend = (events: number) => log.append(`lead-${newId()}`, ownEventsOf(events), 'no-stream');
    await closedLoop(bench.sized(WARM_UP, 10), 64, () => Promise.all([append(1), bare.commit(1), productAppend(1)]));

    const appends = (name: string, target: string, full: number, inFlight: number, events: number): Figure => {
      const operations = bench.sized(full, 10);
      const inEvents = async (work: () => Promise<unknown>) => {
        const round = await closedLoop(operations, inFlight, work);
        return { ...round, operations: round.operations * events };
      };
      return {
        name,
        unit: 'events',
        target,
        rounds: bench.rounds(3),
        contenders: [
          { name: 'embedded store', role: 'leadledger', run: () => inEvents(() => append(events)) },
          { name: "the product's client, same store", role: 'part', run: () => inEvents(() => productAppend(events)) },
          { name: `PostgreSQL commits, ${inFlight} connections`, role: 'limit', run: () => inEvents(() => bare.commit(events)) },
        ],
      };
    };
    return [
      appends('single appends, 1 in flight', 'at least 650 a second and 0.50 of the limit', 800, 1, 1),
      appends('single appends, 64 in flight', 'at least 4,200 a second and 1.00 of the limit', 6_000, 64, 1),
      appends('100-event appends, 8 in flight', 'at least 26,000 events a second', 300, 8, 100),
      await reading(bench),
    ];
  },
};

async function reading(bench: Parameters<Benchmark['prepare']>[0]): Promise<Figure> {
  const { url, databaseUrl } = await bench.eventStore();
  const log = connectEventLog({ url, prefix: PREFIX });
  bench.defer(() => log.close());
  const events = await seedLog(log, bench.sized(LOG_EVENTS, 500));
  const sql = readSql(import.meta.url, './copy-log.sql');
  return {
    name: `reading the whole log of ${events.toLocaleString('en')} events`,
    unit: 'events',
    target: 'at least 23,900 events a second',
    rounds: bench.rounds(3),
    contenders: [
      { name: 'embedded store', role: 'leadledger', run: () => wholeJob(() => countOf(log.readAll())) },
      {
        name: 'COPY … TO STDOUT',
        role: 'limit',
        run: () =>
          wholeJob(async () => {
            await copyOut(databaseUrl, sql);
            return events;
          }),
      },
    ],
  };
}
