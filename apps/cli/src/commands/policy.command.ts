import { type Command } from 'commander';
import { ProblemError, type Violation } from '#libs/platform';
import { type ApiClient } from '../client/api-client.js';
import { onServer } from '../client/session.js';
import { line } from '../output/print.js';
import { printList, printOne } from '../output/result.js';
import { table } from '../output/table.js';
import { type Clocks, clocksQuery, takesClocks } from './as-known.js';
import { readText } from './given-file.js';
import { draftedOrNamed, namedPolicy, type PolicyAnswer, policyPath } from './policy-reference.js';

interface PolicyLine {
  readonly kind: string;
  readonly name: string;
  readonly version: number;
  readonly status: string;
  readonly owner: string;
  readonly reviewBy: string | null;
  readonly reviewDue: boolean;
  readonly fired: number;
  readonly lastFiredAt: string | null;
  readonly staleValues: readonly { readonly line: number; readonly message: string }[];
  readonly reason: string;
}

interface Checked {
  readonly problems: readonly { readonly line: number; readonly column: number; readonly code: string; readonly message: string }[];
  readonly obstacles: readonly (Violation & { readonly line?: number; readonly column?: number })[];
  readonly tests: readonly { readonly name: string; readonly passed: boolean; readonly difference: string | null }[];
  readonly answers: readonly { readonly question: string; readonly answer: string }[];
  readonly activatable: boolean;
}

const done = {
  test: 'is tried (decides and records, does not act)',
  activate: 'is active',
  pause: 'is paused',
  resume: 'is active again',
  retire: 'is retired',
};

export function addPolicyCommands(program: Command): Command {
  const policy = program
    .command('policy')
    .description('What decides: policies in versions, from draft over test to active, paused and retired');

  policy
    .command('check')
    .description('Check a document without writing: problems, unanswered questions, names that mean nobody, its own tests')
    .argument('<file>', 'YAML document of the policy')
    .action(
      onServer(true, async ({ api, json }, [file = '']) => {
        const checked = await api.post<Checked>('/v1/policies/check', { document: readText(file) });
        if (json) await line(JSON.stringify(checked));
        const [first, ...others] = violationsOf(checked, file);
        if (first) throw new ProblemError(422, [first, ...others]);
        if (!json) await line(checkedInWords(checked, file));
      }),
    );

  policy
    .command('draft')
    .description('Keep the next version of a policy; nothing decides by it yet')
    .argument('<file>', 'YAML document of the policy')
    .requiredOption('--reason <text>', 'why')
    .action(
      onServer<{ reason: string }>(true, async ({ api, json }, [file = ''], { reason }) => {
        const drafted = await api.post<PolicyAnswer>('/v1/policies', { document: readText(file), reason });
        await printOne(drafted, json, ({ name, version }) => `${name}@${version} is drafted`);
      }),
    );

  for (const [move, description] of [
    ['test', 'Let a version decide and record beside the live one, without acting (shadow)'],
    ['activate', 'Put a version in force; a file is drafted first'],
    ['pause', 'Switch a policy off, at once'],
    ['resume', 'Switch a paused policy on again; no due date changes by it'],
    ['retire', 'Take a version out for good; it stays on record'],
  ] as const) {
    const command = policy
      .command(move)
      .description(description)
      .argument('<policy>', move === 'test' || move === 'activate' ? 'a file, or name[@version]' : 'name[@version]')
      .requiredOption('--reason <text>', 'why');
    if (move === 'activate') command.option('--from <instant>', 'not in force before (ISO 8601)');
    command.action(
      onServer<{ reason: string; from?: string }>(true, async ({ api, json }, [given = ''], options) => {
        const answer = await changed(api, move, given, options);
        await printOne(answer, json, ({ name, version }) => `${name}@${version} ${done[move]}`);
      }),
    );
  }

  takesClocks(
    policy
      .command('list')
      .description(
        'All policies with their versions and states, how often they fired, when they are due for review, and values in them to change',
      ),
  )
    .option('--kind <kind>', 'only this kind')
    .action(
      onServer<Clocks & { kind?: string }>(true, async ({ api, json }, _, { kind, ...clocks }) => {
        await printList(api.lines<PolicyLine>('/v1/policies', { kind, ...clocksQuery(clocks) }), json, [
          { heading: 'kind', of: (row) => row.kind },
          { heading: 'name', of: (row) => row.name },
          { heading: 'version', of: (row) => row.version, align: 'right' },
          { heading: 'state', of: (row) => row.status },
          { heading: 'owner', of: (row) => row.owner },
          { heading: 'fired', of: (row) => row.fired, align: 'right' },
          { heading: 'last fired', of: (row) => row.lastFiredAt },
          { heading: 'review by', of: (row) => `${row.reviewBy ?? ''}${row.reviewDue ? ' (over)' : ''}` },
          { heading: 'values to change', of: (row) => row.staleValues.map(({ line: at, message }) => `line ${at}: ${message}`).join('; ') },
          { heading: 'reason', of: (row) => row.reason },
        ]);
      }),
    );

  takesClocks(policy.command('show').description('One policy with its document (what is in force, where no version is named)'))
    .argument('<policy>', 'name[@version]')
    .action(
      onServer<Clocks>(true, async ({ api, json }, [given = ''], known) => {
        const { kind, name, version } = await namedPolicy(api, given);
        const path = `${policyPath({ kind, name })}${version === null ? '' : `@${version}`}`;
        const shown = await api.get<PolicyLine & { document: string }>(path, clocksQuery(known));
        await printOne(
          shown,
          json,
          (said) => `# ${said.name}@${said.version}: ${said.status}, ${said.owner} answers for it\n${said.document.trimEnd()}`,
        );
      }),
    );
  return policy;
}

async function changed(
  api: ApiClient,
  move: keyof typeof done,
  given: string,
  { reason, from }: { reason: string; from?: string },
): Promise<PolicyAnswer> {
  const { kind, name, version } =
    move === 'test' || move === 'activate' ? await draftedOrNamed(api, given, reason) : await namedPolicy(api, given);
  const body = { reason, ...(version !== null && { version }), ...(from !== undefined && { effectiveFrom: from }) };
  return api.post<PolicyAnswer>(`${policyPath({ kind, name })}/${move}`, body);
}

const violationsOf = ({ problems, obstacles, tests }: Checked, file: string): Violation[] => [
  ...problems.map((problem) => ({
    code: problem.code,
    message: problem.message,
    path: `${file}:${problem.line}:${problem.column}`,
  })),
  ...obstacles.map(({ line, column, ...obstacle }) => (line === undefined ? obstacle : { ...obstacle, path: `${file}:${line}:${column}` })),
  ...tests.flatMap(({ name, passed, difference }) =>
    passed ? [] : [{ code: 'POLICY.TEST_FAILED', message: `Test "${name}": ${difference}`, path: `tests.${name}` }],
  ),
];

const checkedInWords = ({ answers, tests }: Checked, file: string): string =>
  [
    `${file} can be activated; ${tests.length} tests pass`,
    '',
    table(answers, [
      { heading: 'question', of: (row) => row.question },
      { heading: 'answer', of: (row) => row.answer },
    ]),
  ].join('\n');
