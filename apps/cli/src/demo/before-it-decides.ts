import { existsSync, readFileSync } from 'node:fs';
import { type SimulationResult } from '#libs/dispatch';
import { type RecyclingIf } from '#libs/leads';
import { type ApiClient } from '../client/api-client.js';
import { runJob } from '../commands/job.js';
import { endOf, startOf } from '../commands/recycling-if.js';
import { duration, percent } from '../commands/simulate-policy.command.js';
import { table } from '../output/table.js';

const levels = ['manual', 'by-source', 'by-workload'] as const;

/** The three sample policies on the intake of the sample: what each would have done before anybody switches it on. */
export async function beforeItDecides(api: ApiClient, from: string, to: string): Promise<string> {
  const results: { level: string; result: SimulationResult }[] = [];
  for (const level of levels)
    results.push({
      level,
      result: await runJob<SimulationResult>(api, '/v1/policies/simulate', { document: sample(level), from, to }, 'Simulating', true),
    });
  const [, bySource] = results;
  const shown = table(results, [
    { heading: 'policy', of: ({ level }) => level },
    { heading: 'decided', of: ({ result }) => result.decisions, align: 'right' },
    { heading: 'given to a person', of: ({ result }) => result.speed.simulated.count, align: 'right' },
    { heading: 'half wait at most', of: ({ result }) => duration(result.speed.simulated.medianMs), align: 'right' },
    {
      heading: 'undone by people',
      of: ({ result: { expectedOverrides } }) => (expectedOverrides.share === null ? 'none' : percent(expectedOverrides.share)),
      align: 'right',
    },
    { heading: 'passed over while away', of: ({ result }) => result.exclusions['absent'] ?? 0, align: 'right' },
    { heading: 'alerts', of: ({ result }) => result.alerts, align: 'right' },
  ]);
  return [
    `The sample policies of docs/how-to on the intake from ${from} to ${to}, position ${bySource!.result.position}`,
    `(it really took ${duration(bySource!.result.speed.actual.medianMs)} until half of the leads had somebody)`,
    '',
    shown,
    '',
    `by-source: ${Object.entries(bySource!.result.rules)
      .map(([rule, times]) => `${rule} ${times}`)
      .join(', ')}.`,
    '',
    ...(await ifIdleLeadsWent(api, from, to)),
    '',
    'A rule that everyone would override is seen here before it annoys anyone; nothing was written.',
  ].join('\n');
}

/** What a recycling policy would have taken, and from whom: also what was won afterwards. */
async function ifIdleLeadsWent(api: ApiClient, from: string, to: string): Promise<readonly string[]> {
  const asked = { document: sample('idle-leads'), from: startOf(from), to: endOf(to) };
  const { policy, holdings, left, wonLater, untouched, reallyRecycled } = await api.post<RecyclingIf>(
    '/v1/policies/simulate/recycling',
    asked,
  );
  return [
    `${policy}: of ${holdings} times that somebody had a lead, ${left} would have ended in the pool (really ${reallyRecycled});`,
    `${wonLater} of these leads were won by that owner later, ${untouched} had not been touched.`,
  ];
}

/** In the source tree as in what is built from it. */
function sample(level: string): string {
  const paths = ['../../../../', '../../../../../'].map((root) => new URL(`${root}docs/how-to/${level}.policy.yaml`, import.meta.url));
  return readFileSync(paths.find((path) => existsSync(path)) ?? paths[0]!, 'utf8');
}
