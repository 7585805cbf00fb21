import { type Benchmark, type Figure } from '../harness/benchmark.js';
import { startApi } from '../workbench/api.js';
import { dispatchServices } from './dispatch-services.js';
import { intakeToAssignment } from './intake-to-assignment.js';
import { organiseOverHttp } from './organise-over-http.js';
import { sameAppends } from './same-appends.js';

const INQUIRIES_A_SECOND = 100;

/** Decisions about leads that wait, with full records of fifty candidates, until each has been given; and the way from an inquiry to its owner. */
export const dispatch: Benchmark = {
  name: 'dispatch',
  prepare: async (bench) => {
    const leads = bench.sized(4_000, 20);
    const rounds = bench.rounds(3);
    const figures: Figure[] = [];
    for (const count of [1, 10]) {
      const teams = Array.from({ length: count }, (_, n) => `team${n}`);
      const services = await dispatchServices(bench, teams);
      figures.push({
        name: `decide and give, 50 candidates, ${count === 1 ? 'one team' : `${count} teams`}`,
        unit: 'decisions',
        target: 'at least 500 a second',
        rounds,
        inOrder: true,
        contenders: [
          {
            name: 'LeadLedger',
            role: 'leadledger',
            run: async () => {
              const each = Math.ceil(leads / count);
              for (const team of teams) await services.backlog(team, each);
              const { seconds, latenciesMs } = await services.dispatchUntil(each * count);
              return { operations: each * count, seconds, latenciesMs, errors: 0 };
            },
          },
          { name: 'the same appends', role: 'limit', run: () => sameAppends(services.log, leads) },
        ],
      });
    }
    const api = await startApi(bench, { projector: true, worker: true });
    await organiseOverHttp(api);
    figures.push({
      name: `inquiry over HTTP to assignment in the log, ${INQUIRIES_A_SECOND} inquiries a second`,
      unit: 'inquiries',
      target: 'p99 at most 1 s',
      rounds,
      contenders: [
        {
          name: 'LeadLedger',
          role: 'leadledger',
          run: () => intakeToAssignment(api, bench.sized(INQUIRIES_A_SECOND * 20, 20), INQUIRIES_A_SECOND),
        },
      ],
    });
    return figures;
  },
};
