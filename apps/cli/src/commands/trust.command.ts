import { type Command } from 'commander';
import { onServer } from '../client/session.js';
import { printOne } from '../output/result.js';
import { facts, table } from '../output/table.js';
import { type AsKnown, type Clocks, takesAsKnown, takesClocks } from './as-known.js';
import { namedPolicy, policyPath } from './policy-reference.js';
import { duration, percent } from './simulate-policy.command.js';

interface Rate {
  readonly name: string;
  readonly decisions: number;
  readonly overridden: number;
  readonly share: number | null;
}

interface Overrides extends Rate {
  readonly byRule: readonly Rate[];
  readonly byRep: readonly Rate[];
  readonly byWeek: readonly Rate[];
  readonly recommendations: readonly { readonly text: string }[];
}

interface Fairness {
  readonly measure: string;
  readonly tolerance: number;
  readonly mean: number;
  readonly lines: readonly {
    readonly rep: string;
    readonly amount: number;
    readonly deviation: number;
    readonly breach: boolean;
    readonly turns: number;
    readonly credits: number;
  }[];
}

interface Shadow {
  readonly decisions: number;
  readonly same: number;
  readonly differ: number;
  readonly open: number;
  readonly expectedOverrides: number | null;
  readonly byRule: readonly { readonly rule: string; readonly decisions: number; readonly same: number; readonly differ: number }[];
}

interface Complexity {
  readonly days: number;
  readonly policies: number;
  readonly rules: number;
  readonly conditions: number;
  readonly lines: readonly {
    readonly policy: string;
    readonly version: number;
    readonly rules: number;
    readonly conditions: number;
    readonly decisions: number;
    readonly neverMatched: readonly string[];
  }[];
}

interface DispatchWait {
  readonly leads: number;
  readonly waiting: number;
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
  readonly text: string;
}

interface Period extends AsKnown {
  readonly from: string;
  readonly to: string;
}

const takesPeriod = (command: Command): Command =>
  takesAsKnown(
    command
      .requiredOption('--from <date>', 'a date (a whole day, included) or an ISO instant')
      .requiredOption('--to <date>', 'a date (a whole day, included) or an ISO instant (not included)'),
  );

/** Reports about whether people trust what is decided. */
export function addTrustCommands(policy: Command): void {
  takesPeriod(
    policy.command('overrides').description('How often people undid what was decided, and which rules had better be switched off'),
  )
    .argument('[policy]', 'name; all, where none is named')
    .action(
      onServer<Period>(true, async ({ api, json }, [given], period) => {
        const path = given === undefined ? '/v1/policies' : policyPath(await namedPolicy(api, given));
        await printOne(await api.get<Overrides>(`${path}/overrides`, { ...period }), json, overridesInWords);
      }),
    );

  const fairness = policy
    .command('fairness')
    .description('What each rep got, under any measure, without assigning anything anew')
    .argument('<policy>', 'name')
    .option('--from <date>', 'a date (a whole day, included) or an ISO instant; default the window of the policy before the end')
    .option('--to <date>', 'a date (a whole day, included) or an ISO instant (not included); default now')
    .option('--measure <measure>', 'count, valid_count or expected_value; default that of the policy')
    .option('--tolerance <n>', 'from which deviation from the mean on it is a breach; default that of the policy');
  takesAsKnown(fairness).action(
    onServer<Partial<Period> & { measure?: string; tolerance?: string }>(true, async ({ api, json }, [given = ''], query) => {
      const path = policyPath(await namedPolicy(api, given));
      await printOne(await api.get<Fairness>(`${path}/fairness`, { ...query }), json, fairnessInWords);
    }),
  );

  takesPeriod(policy.command('shadow').description('What a policy in test would have done, beside what was done'))
    .argument('<policy>', 'name[@version]')
    .action(
      onServer<Period>(true, async ({ api, json }, [given = ''], period) => {
        const { version, ...named } = await namedPolicy(api, given);
        const query = { ...period, version: version === null ? undefined : String(version) };
        await printOne(await api.get<Shadow>(`${policyPath(named)}/shadow`, query), json, shadowInWords);
      }),
    );

  takesClocks(
    policy
      .command('complexity')
      .description('Rules and conditions of the policies at work, and which of them matched nothing')
      .option('--days <n>', 'in so many days', '90'),
  ).action(
    onServer<Clocks & { days: string }>(true, async ({ api, json }, _, query) => {
      await printOne(await api.get<Complexity>('/v1/policies/complexity', { ...query }), json, complexityInWords);
    }),
  );

  takesPeriod(
    policy.command('dispatch-wait').description('How long leads waited for a person to distribute them, and whether a rule is worth it'),
  )
    .option('--pool <pool>', 'where they waited', 'intake')
    .option('--threshold-minutes <n>', 'from which median wait on a rule is advised', '15')
    .action(
      onServer<Period & { pool: string; thresholdMinutes: string }>(true, async ({ api, json }, _, query) => {
        await printOne(await api.get<DispatchWait>('/v1/policies/dispatch-wait', { ...query }), json, waitInWords);
      }),
    );
}

const share = (value: number | null): string => (value === null ? 'nothing decided' : percent(value));

const rates = (heading: string, rows: readonly Rate[]): string =>
  table(rows, [
    { heading, of: (row) => row.name },
    { heading: 'decisions', of: (row) => row.decisions, align: 'right' },
    { heading: 'undone', of: (row) => row.overridden, align: 'right' },
    { heading: 'share', of: (row) => share(row.share), align: 'right' },
  ]);

function overridesInWords({ decisions, overridden, share: rate, byRule, byRep, byWeek, recommendations }: Overrides): string {
  const sum = `${overridden} of ${decisions} decisions undone (${share(rate)})`;
  const advice = recommendations.length === 0 ? 'Nothing to switch off' : recommendations.map(({ text }) => `→ ${text}`).join('\n');
  return [sum, '', rates('rule', byRule), '', rates('rep', byRep), '', rates('week of', byWeek), '', advice].join('\n');
}

const fairnessInWords = ({ measure, tolerance, mean, lines }: Fairness): string =>
  `By ${measure}, mean ${round(mean)}, tolerance ${tolerance}\n\n${table(lines, [
    { heading: 'rep', of: (row) => row.rep },
    { heading: measure, of: (row) => round(row.amount), align: 'right' },
    { heading: 'from the mean', of: (row) => round(row.deviation), align: 'right' },
    { heading: 'turns', of: (row) => row.turns, align: 'right' },
    { heading: 'credited back', of: (row) => row.credits, align: 'right' },
    { heading: '', of: (row) => (row.breach ? 'breach' : '') },
  ])}`;

const round = (value: number): number => Math.round(value * 100) / 100;

const shadowInWords = ({ decisions, same, differ, open, expectedOverrides, byRule }: Shadow): string =>
  [
    facts([
      ['decided in test', String(decisions)],
      ['as it was done', String(same)],
      ['otherwise', `${differ} (${share(expectedOverrides)} would have been undone)`],
      ['nothing to compare with', String(open)],
    ]),
    '',
    table(byRule, [
      { heading: 'rule', of: (row) => row.rule },
      { heading: 'decisions', of: (row) => row.decisions, align: 'right' },
      { heading: 'same', of: (row) => row.same, align: 'right' },
      { heading: 'otherwise', of: (row) => row.differ, align: 'right' },
    ]),
  ].join('\n');

const complexityInWords = ({ days, policies, rules, conditions, lines }: Complexity): string =>
  `${policies} policies at work with ${rules} rules and ${conditions} conditions; of the last ${days} days:\n\n${table(lines, [
    { heading: 'policy', of: (row) => `${row.policy}@${row.version}` },
    { heading: 'rules', of: (row) => row.rules, align: 'right' },
    { heading: 'conditions', of: (row) => row.conditions, align: 'right' },
    { heading: 'decisions', of: (row) => row.decisions, align: 'right' },
    { heading: 'never matched', of: (row) => row.neverMatched.join(', ') },
  ])}`;

const waitInWords = ({ leads, waiting, medianMs, p90Ms, text }: DispatchWait): string =>
  `${leads} leads, ${waiting} wait still; median ${duration(medianMs)}, 90 % within ${duration(p90Ms)}\n${text}`;
