import { simulate } from '#libs/dispatch';
import { type Benchmark } from '../harness/benchmark.js';
import { wholeJob } from '../harness/measure.js';
import { pastQuarter } from './past-quarter.js';

/** A quarter of intake through a policy, decision by decision, in this process; what was read of the log is there already. */
export const simulation: Benchmark = {
  name: 'simulation',
  prepare: (bench) => {
    const inquiries = bench.sized(100_000, 200);
    return Promise.resolve(
      (['by-source', 'by-workload'] as const).map((level) => {
        const input = pastQuarter(inquiries, `docs/how-to/${level}.policy.yaml`);
        return {
          name: `${inquiries.toLocaleString('en')} inquiries, twenty reps, ${level}`,
          unit: 'decisions',
          target: 'at least 5,000 decisions a second',
          rounds: bench.rounds(3),
          contenders: [
            {
              name: 'LeadLedger, in process',
              role: 'leadledger' as const,
              run: () =>
                wholeJob(async () => {
                  let decisions = 0;
                  for (const _ of simulate(input)) decisions += 1;
                  return Promise.resolve(decisions);
                }),
            },
          ],
        };
      }),
    );
  },
};
