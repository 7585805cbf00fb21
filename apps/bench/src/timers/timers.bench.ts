import { setTimeout as delay } from 'node:timers/promises';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { createOrganisationCommands } from '#libs/dispatch';
import { createPolicyCommands, type PolicyKind } from '#libs/governance';
import { createTimerTick, migrateWorker, type TimerKind, timerProjection } from '#libs/jobs';
import { LEAD_TIMERS_VERSION, leadTimers, policyBook, recyclingKind, recyclingTimerKinds } from '#libs/leads';
import { createLogger, newId, sha256 } from '#libs/platform';
import { prepareReadModels, rebuild } from '#libs/projections';
import { fixedClock } from '#libs/testing';
import { type EventPattern } from '../commands/bare-stores.js';
import { type Benchmark, type Round } from '../harness/benchmark.js';
import { closedLoop } from '../harness/measure.js';
import { leadServices } from '../workbench/lead-services.js';
import { PREFIX } from '../workbench/prefix.js';
import { dueLeads } from './due-leads.js';

const TARGET = '1,000/s, each within 2 s (p99), 0 lost, 0 twice';
const DUE = 1_000;
const IN_FLIGHT = 64;
/** As the worker ticks. */
const TICK_MS = 500;
const PATIENCE_MS = 30_000;
const NOW = '2026-03-01T09:00:00.000Z';
const POLICY = `
policy: idle
kind: recycling
owner: Mia
reviewBy: 2027-01-01
zone: UTC
rules:
  - { name: default, protection: { default: 10 days, extension: 3 days } }
`;
/** Of a lead's captured, assigned and protected. */
const LAST_REVISION = 2n;

/**
 * A thousand recyclings due at once, from the table to the log, by one tick; against one claim of as many rows and the appends by the bare client.
 * Latencies count from the moment at which all are due.
 */
export const timers: Benchmark = {
  name: 'timers',
  prepare: async (bench) => {
    const { commandsWith, seen, log, pool, eventStoreUrl } = await leadServices(bench);
    const clock = fixedClock('2026-01-01T00:00:00.000Z');
    const keyedHash = (_purpose: string, text: string): string => sha256(text);
    const organisation = createOrganisationCommands({ log, keyedHash, clock, organisationZone: 'UTC' }).reader;
    const kind = recyclingKind({ organisation, zone: 'UTC' });
    const policies = createPolicyCommands({ log, kinds: [kind as PolicyKind], keyedHash, clock });
    const envelope = () => ({ commandId: newId(), actor: { kind: 'person' as const, id: 'Mia', assurance: 'token' } });
    await policies.draft({ document: POLICY, reason: 'bench' }, envelope());
    await policies.change({ kind: 'recycling', name: 'idle' }, { move: 'activate', reason: 'bench' }, envelope());
    clock.set(NOW);

    const rounds = bench.rounds(3);
    const count = bench.sized(DUE, 20);
    const dueOf = (round: number): string => new Date(Date.parse('2026-02-01T00:00:00.000Z') + round * 3_600_000).toISOString();
    const ours: (readonly string[])[] = [];
    const bare: (readonly string[])[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(await dueLeads(log, count, dueOf(round)));
      bare.push(await dueLeads(log, count, '2027-01-01T00:00:00.000Z'));
    }
    const projections = [timerProjection([leadTimers], LEAD_TIMERS_VERSION)];
    await prepareReadModels(pool, projections);
    await rebuild({ log, pool, projections });
    await migrateWorker(pool);
    await pool.query('create table bare_timer as select timer, due_at, null::timestamptz as leased_until from read.timer');
    await pool.query('create index on bare_timer (due_at)');
    const client = EventStoreDBClient.connectionString(eventStoreUrl);
    bench.defer(() => client.dispose());

    const book = policyBook({ pool, kind });
    const logger = createLogger({ logLevel: 'silent' }, 'bench');
    const commands = commandsWith(organisation);
    const kinds = recyclingTimerKinds({ log, keyedHash, clock, commands, organisation, policies: book, seen });
    const fired = async (round: number): Promise<Round> => {
      clock.set(dueOf(round));
      const latenciesMs: number[] = [];
      const start = performance.now();
      const passed = (): number => performance.now() - start;
      const timed = kinds.map((one): TimerKind => ({
        kind: one.kind,
        fire: async (timer) => {
          const outcome = await one.fire(timer);
          if (outcome.kind === 'fired') latenciesMs.push(passed());
          return outcome;
        },
      }));
      const timerTick = createTimerTick({ pool, kinds: timed, clock, logger });
      // A store that did not answer is asked again by a later tick, as in the worker; then the clock must have gone on.
      for (let left = PATIENCE_MS / TICK_MS; latenciesMs.length < count && left > 0; left--) {
        await timerTick.tick();
        if (latenciesMs.length < count) await delay(TICK_MS);
        clock.set(new Date(Date.parse(dueOf(round)) + passed()).toISOString());
      }
      const seconds = passed() / 1_000;
      await pool.query('delete from read.timer where due_at <= $1', [dueOf(round)]);
      const wrong = await notOnce(ours[round]!);
      return { operations: count - wrong, seconds, latenciesMs, errors: wrong };
    };
    /** Leads that were recycled not at all (lost), or more than once. */
    const notOnce = async (leads: readonly string[]): Promise<number> => {
      let wrong = 0;
      await closedLoop(leads.length, IN_FLIGHT, async (index) => {
        let recycled = 0;
        for await (const { type } of log.readStream(`lead-${leads[index]}`)) if (type === 'lead.recycled') recycled++;
        if (recycled !== 1) wrong++;
      });
      return wrong;
    };
    const barely = async (round: number): Promise<Round> => {
      const latenciesMs: number[] = [];
      const pattern = await patternOf(log, ours[0]![0]!);
      const start = performance.now();
      await pool.query('update bare_timer set leased_until = now() where due_at = $1 returning timer', [dueOf(round)]);
      await closedLoop(count, IN_FLIGHT, async (index) => {
        await client.appendToStream(
          `${PREFIX}lead-${bare[round]![index]}`,
          [jsonEvent({ id: newId(), type: pattern.type, data: pattern.data, metadata: pattern.metadata })],
          { expectedRevision: LAST_REVISION },
        );
        latenciesMs.push(performance.now() - start);
      });
      return { operations: count, seconds: (performance.now() - start) / 1_000, latenciesMs, errors: 0 };
    };
    return [
      {
        name: `${count} recyclings due at once`,
        unit: 'timers',
        target: TARGET,
        rounds,
        inOrder: true,
        contenders: [
          { name: 'LeadLedger', role: 'leadledger', run: fired },
          { name: 'one update … returning, and the appends', role: 'limit', run: barely },
        ],
      },
    ];
  },
};

/** The last event of a lead, to be written as large by the bare client. */
async function patternOf(log: Awaited<ReturnType<typeof leadServices>>['log'], lead: string): Promise<EventPattern> {
  let pattern: EventPattern | null = null;
  for await (const { type, data, metadata } of log.readStream(`lead-${lead}`))
    pattern = { type, data: { ...data }, metadata: new TextEncoder().encode(JSON.stringify(metadata)) };
  return pattern!;
}
