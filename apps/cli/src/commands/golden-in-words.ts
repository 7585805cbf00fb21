import { type DefinitionTest, type GoldenAnswer } from '#libs/reporting';

type Tested = DefinitionTest & { readonly against: string | null };
type Row = GoldenAnswer['rows'][number];

const shown = (value: unknown): string =>
  value === null || value === undefined ? 'no value' : typeof value === 'string' ? value : JSON.stringify(value);

/** What a change does to frozen histories, like a diff: `-` what was, `+` what is, `!` where it is not what was expected. */
export function goldenInWords(test: Tested): string {
  const name = `${test.definition}${test.version === null ? '' : `@${test.version}`}`;
  const parts = test.histories.flatMap(({ history, answers }) =>
    answers.flatMap((answer) => [
      `@@ ${history}: ${answer.from} to ${answer.to}${answer.by ? `, by ${answer.by.join(', ')}` : ''}${answer.where ? `, where ${answer.where}` : ''} @@`,
      ...answerLines(answer),
    ]),
  );
  return [`--- ${test.against ?? 'expected'}`, `+++ ${name}`, ...parts].join('\n');
}

/** The same for a pull request. */
export function goldenInMarkdown(test: Tested): string {
  const moved = test.histories.flatMap(({ answers }) => answers).filter(({ against, total }) => against && against.total !== total).length;
  const verdict = test.passed
    ? `${test.expected} expected ${test.expected === 1 ? 'figure holds' : 'figures hold'}`
    : '**Figures are not as expected**';
  const change = test.against === null ? '' : `; against ${test.against}, ${moved} ${moved === 1 ? 'total moves' : 'totals move'}`;
  return [`### Golden histories: \`${test.definition}\``, '', `${verdict}${change}.`, '', '```diff', goldenInWords(test), '```'].join('\n');
}

function answerLines(answer: GoldenAnswer): string[] {
  const lines: string[] = [];
  const { against, expected } = answer;
  if (against && against.total !== answer.total) lines.push(`- total ${shown(against.total)}`, `+ total ${shown(answer.total)}`);
  else lines.push(`  total ${shown(answer.total)}`);
  if (expected && !answer.asExpected) {
    lines.push(`! expected total ${shown(expected.total)}`);
    for (const row of expected.rows ?? []) lines.push(`! expected ${rowText(row as Row, answer.by ?? [])}`);
  }
  if (!against) return [...lines, ...(answer.by ? answer.rows.map((row) => `  ${rowText(row, answer.by ?? [])}`) : [])];
  if (answer.by) lines.push(...rowDifference(against.rows, answer.rows, answer.by));
  const groups = [
    ['-', 'leaves', against.leave],
    ['+', 'enters', against.enter],
    ['~', 'changes', against.change],
  ] as const;
  for (const [sign, word, entries] of groups)
    for (const { entity, id, lead, clauses } of entries)
      lines.push(`${sign} ${entity} ${id} of lead ${lead} ${word}: ${clauses.join(', ')}`);
  return lines;
}

const rowText = (row: Row, by: readonly string[]): string =>
  `${by.map((name) => shown(row[name])).join(' · ')}: ${shown(row['value'])} (of ${shown(row['count'])})`;

function rowDifference(before: readonly Row[], after: readonly Row[], by: readonly string[]): string[] {
  const [was, is] = [before, after].map((rows) => new Set(rows.map((row) => rowText(row, by))));
  return [
    ...before
      .map((row) => rowText(row, by))
      .filter((line) => !is!.has(line))
      .map((line) => `- ${line}`),
    ...after
      .map((row) => rowText(row, by))
      .filter((line) => !was!.has(line))
      .map((line) => `+ ${line}`),
  ];
}
