import { type Command } from 'commander';
import { type SimulationResult } from '#libs/dispatch';
import { type RecyclingIf } from '#libs/leads';
import { onServer } from '../client/session.js';
import { line } from '../output/print.js';
import { printOne } from '../output/result.js';
import { facts, table } from '../output/table.js';
import { readText } from './given-file.js';
import { runJob } from './job.js';
import { endOf, isRecycling, recyclingIfInWords, startOf } from './recycling-if.js';

interface SimulateOptions {
  readonly from: string;
  readonly to: string;
  readonly knownAt?: string;
  readonly position?: string;
  readonly decisions?: true;
}

export function addSimulateCommand(policy: Command): void {
  policy
    .command('simulate')
    .description('What a policy would have done with the intake of the past, with the calendars, capacities and absences of that time')
    .argument('<file>', 'YAML document of the policy; it need not be drafted')
    .requiredOption('--from <date>', 'a date (a whole day, included) or an ISO instant')
    .requiredOption('--to <date>', 'a date (a whole day, included) or an ISO instant (not included)')
    .option('--known-at <instant>', 'only what was known then; "then": each decision knows what was recorded by its time')
    .option('--position <n>', 'the log up to here counts')
    .option('--decisions', 'every decision as a line of JSON, with all it looked at')
    .action(
      onServer<SimulateOptions>(true, async ({ api, json }, [file = ''], { decisions, ...asked }) => {
        const body = { document: readText(file), ...asked };
        if (isRecycling(body.document)) {
          const [from, to] = [startOf(asked.from), endOf(asked.to)];
          const answer = await api.post<RecyclingIf>('/v1/policies/simulate/recycling', { document: body.document, from, to });
          await printOne(answer, json, recyclingIfInWords);
          return;
        }
        if (decisions) {
          for await (const decision of api.lines('/v1/policies/simulate/decisions', {}, body)) await line(JSON.stringify(decision));
          return;
        }
        const result = await runJob<SimulationResult>(api, '/v1/policies/simulate', body, 'Simulating', json);
        await printOne(result, json, simulationInWords);
      }),
    );
}

function simulationInWords(result: SimulationResult): string {
  const { speed, fairness, expectedOverrides, rules, fallbacks, exclusions, load } = result;
  const { compared, differ, share } = expectedOverrides;
  return [
    `${result.policy} from ${result.from} to ${result.to}, position ${result.position}${result.knownAt === null ? '' : `, as known ${result.knownAt}`}`,
    '',
    facts([
      ['inquiries', `${result.inquiries}, ${result.decisions} decided, ${result.notTaken} not taken, ${result.held} held first`],
      ['wait until somebody has it', `median ${duration(speed.simulated.medianMs)}, 90 % within ${duration(speed.simulated.p90Ms)}`],
      ['how long it really took', `median ${duration(speed.actual.medianMs)}, 90 % within ${duration(speed.actual.p90Ms)}`],
      [
        'expected overrides',
        share === null ? 'nobody really had one' : `${percent(share)} (${differ} of ${compared} ended up with another)`,
      ],
      [
        'fairness',
        `${fairness.measure}: at most ${round(fairness.deviation)} from the mean, tolerance ${fairness.tolerance}${fairness.breaches.length > 0 ? `, beyond it ${fairness.breaches.join(', ')}` : ''}`,
      ],
      ['alerts', String(result.alerts)],
      ['decided by', inWords(rules)],
      ['fallbacks', inWords(fallbacks)],
      ['excluded', inWords(exclusions)],
    ]),
    '',
    table(load, [
      { heading: 'rep', of: (row) => row.rep },
      { heading: 'leads', of: (row) => row.assigned, align: 'right' },
      { heading: 'most at once', of: (row) => row.peak, align: 'right' },
      { heading: fairness.measure, of: (row) => round(row.amount), align: 'right' },
      { heading: 'from the mean', of: (row) => round(row.deviation), align: 'right' },
    ]),
    '',
    ...result.assumptions.map((assumption) => `- ${assumption}`),
  ].join('\n');
}

const inWords = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, times]) => `${name} ${times}`)
    .join(', ') || 'none';

export const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`;
const round = (value: number): number => Math.round(value * 100) / 100;

/** `2 d 3 h`, `4 min`: two units at most. */
export function duration(ms: number | null): string {
  if (ms === null) return 'nothing';
  const seconds = Math.round(ms / 1_000);
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first < 0) return 'at once';
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}
