import { rebuild } from '#libs/projections';
import { type Benchmark, type Figure } from '../harness/benchmark.js';
import { countOf, wholeJob } from '../harness/measure.js';
import { type BenchHistory, builtHistory, projections } from '../workbench/history.js';

const EVENTS = 200_000;

/** Each projection, and all of them, built from the log beside the live ones and switched to; against reading the log and nothing else. */
export const rebuilds: Benchmark = {
  name: 'rebuild',
  prepare: async (bench) => {
    const history = await builtHistory(bench, bench.sized(EVENTS, 1_000));
    const named = (name: string, target: string, names?: readonly string[]): Figure => ({
      name: `${name}, ${history.events.toLocaleString('en')} events`,
      unit: 'events',
      target,
      rounds: bench.rounds(2),
      contenders: [
        { name: 'LeadLedger', role: 'leadledger', run: () => wholeJob(() => build(history, names)) },
        { name: 'reading the log', role: 'limit', run: () => wholeJob(() => countOf(history.log.readAll())) },
      ],
    });
    return [
      named('all from one read', 'at least 10,000 events a second and 0.35 of the limit'),
      named('ownership', 'at least 0.50 of the limit', ['ownership']),
      ...['spine', ...projections.map(({ name }) => name).filter((name) => name !== 'ownership')].map((name) =>
        named(name, 'at least 0.80 of the limit', [name]),
      ),
    ];
  },
};

async function build({ log, pool, events }: BenchHistory, names?: readonly string[]): Promise<number> {
  const { events: built } = await rebuild({ log, pool, projections, ...(names && { names }) });
  if (built !== events) throw new Error(`Of ${events} events ${built} were built`);
  return built;
}
