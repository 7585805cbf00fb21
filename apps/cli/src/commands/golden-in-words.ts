import { type DefinitionTest, type GoldenAnswer } from '#libs/reporting';

type Tested = DefinitionTest & { readonly against: string | null };
type Row = GoldenAnswer['rows'][number];
type ExpectedRow = NonNullable<NonNullable<GoldenAnswer['expected']>['rows']>[number];

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
    for (const row of expected.rows ?? []) lines.push(`! expected ${rowText(row)}`);
  }
  const isSplit = answer.by !== undefined || [...answer.rows, ...(against?.rows ?? [])].some((row) => row['measures']);
  if (!against) return [...lines, ...(isSplit ? answer.rows.map((row) => `  ${rowText(row)}`) : [])];
  if (isSplit) lines.push(...rowDifference(against.rows, answer.rows));
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

/** What stands in a row beside its dimensions. */
const figureColumns = new Set(['value', 'exact', 'count', 'because', 'measures', 'immature', 'matureFrom']);

/** Its dimensions, its value, and the measures beside it. */
function rowText(row: Row | ExpectedRow): string {
  const dimensions = Object.entries(row).filter(([name]) => !figureColumns.has(name));
  const further = Object.entries((row['measures'] ?? {}) as Readonly<Record<string, unknown>>);
  const value = `${shown(row['value'])} (of ${shown(row['count'])})`;
  return [
    `${dimensions.map(([, member]) => shown(member)).join(' · ') || 'all'}: ${value}`,
    ...further.map(([name, figure]) => `${name} ${shown(valueOf(figure))}`),
  ].join(', ');
}

/** Of a measure that was found, its value; of one that was written down, what is written. */
const valueOf = (figure: unknown): unknown => (typeof figure === 'object' && figure !== null && 'value' in figure ? figure.value : figure);

function rowDifference(before: readonly Row[], after: readonly Row[]): string[] {
  const [was, is] = [before, after].map((rows) => new Set(rows.map(rowText)));
  return [
    ...before
      .map(rowText)
      .filter((line) => !is!.has(line))
      .map((line) => `- ${line}`),
    ...after
      .map(rowText)
      .filter((line) => !was!.has(line))
      .map((line) => `+ ${line}`),
  ];
}
