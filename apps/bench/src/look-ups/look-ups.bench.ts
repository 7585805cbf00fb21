import { ownerAt, portfolioAt, type ReadContext, repQueueAt } from '#libs/leads';
import { readSql } from '#libs/platform';
import { leadIdOf, repOf, repsFor } from '../data/lead-life.js';
import { leadsFor } from '../data/seed-log.js';
import { type Benchmark, type Figure } from '../harness/benchmark.js';
import { closedLoop } from '../harness/measure.js';
import { sharedHistory } from '../workbench/history.js';

const TARGET = 'at least 0.50 of the limit (twice its time); p99 at most 10 ms';
/** All leads have come by then, and about half of them are closed. */
const AT = '2026-01-15T12:00:00.000Z';
const KNOWN_AT = '2026-01-20T12:00:00.000Z';
const MIDSUMMER = '2025-07-01T12:00:00.000Z';
/** Coprime to any number of leads: every lead has its turn, far from the one before. */
const STRIDE = 7_919;

/** Questions one after the other, each about another lead or rep, against the bare statements that hold the answer. */
export const lookUps: Benchmark = {
  name: 'look-ups',
  prepare: async (bench) => {
    const { pool, events } = await sharedHistory(bench);
    const leads = leadsFor(bench.sized(1_000_000, 1_000));
    const reps = repsFor(leads);
    const context: ReadContext = { pool, now: new Date() };
    const leadOf = (index: number): string => leadIdOf((index * STRIDE) % leads);
    const rep = (index: number): string => repOf((index * STRIDE) % reps);
    const bare = (name: string, values: readonly unknown[]) =>
      pool.query({ name: `bare-${name}`, text: readSql(import.meta.url, `./${name}.sql`), values: [...values] });

    const figure = (
      name: string,
      full: number,
      ours: (index: number) => Promise<unknown>,
      limit: (index: number) => Promise<unknown>,
    ): Figure => {
      const operations = bench.sized(full, 10);
      return {
        name: `${name}, ${events.toLocaleString('en')} events`,
        unit: 'questions',
        target: TARGET,
        rounds: bench.rounds(3),
        warmUp: true,
        contenders: [
          {
            name: 'LeadLedger',
            role: 'leadledger',
            run: (round) => closedLoop(operations, 1, (index) => ours(round * operations + index)),
          },
          {
            name: 'bare statement',
            role: 'limit',
            run: (round) => closedLoop(operations, 1, (index) => limit(round * operations + index)),
          },
        ],
      };
    };
    return [
      figure(
        'owner at T as known at K',
        1_500,
        (index) => ownerAt(context, leadOf(index), { at: AT, knownAt: KNOWN_AT }),
        (index) => bare('owner', [`lead-${leadOf(index)}`, AT, KNOWN_AT]),
      ),
      figure(
        'portfolio of a rep, now',
        200,
        (index) => portfolioAt(context, rep(index)),
        (index) => bare('cards-now', [rep(index)]),
      ),
      figure(
        'queue of a rep, now',
        200,
        (index) => repQueueAt(context, rep(index)),
        (index) => bare('cards-now', [rep(index)]),
      ),
      figure(
        'queue of a rep, a past instant',
        50,
        (index) => repQueueAt(context, rep(index), { at: MIDSUMMER }),
        (index) => bare('events-then', [rep(index), MIDSUMMER]),
      ),
    ];
  },
};
