import { type ReportDiff } from '../compare/report-diff.js';
import { type PublishedDefinition } from '../run/report-context.js';
import { type Figure } from '../run/figure.js';
import { type ReportRow, type RowValue } from '../run/report-request.js';
import { expectedOf } from './expected-figures.js';
import { type ExpectedFigure, type ExpectedRow, type GoldenHistory, type GoldenQuestion } from './golden-history.js';
import { GoldenRun } from './golden-run.js';

/** One question put to one history: what the definition gives, what was expected, and what another version gives. */
export interface GoldenAnswer extends GoldenQuestion {
  readonly total: number | null;
  readonly rows: readonly ReportRow[];
  readonly expected: { readonly total: number | null; readonly rows: ExpectedFigure['rows'] | null } | null;
  readonly asExpected: boolean;
  readonly against: ({ readonly total: number | null; readonly rows: readonly ReportRow[] } & ReportDiff) | null;
}

interface TestedHistory {
  readonly history: string;
  readonly describe: string;
  readonly answers: readonly GoldenAnswer[];
}

export interface DefinitionTest {
  readonly definition: string;
  readonly version: number | null;
  /** Whether every figure is as expected; true where none was. */
  readonly passed: boolean;
  /** How many figures were expected. */
  readonly expected: number;
  readonly histories: readonly TestedHistory[];
}

export interface GoldenCase {
  readonly history: GoldenHistory;
  readonly expected: readonly ExpectedFigure[];
}

/** With the definition, and another version where one is given, as they mean on the history: it may bring vocabularies and terms. */
interface CompiledCase extends GoldenCase {
  readonly definition: PublishedDefinition;
  readonly against: PublishedDefinition | null;
}

/** Runs a definition on frozen histories and compares it with the figures written beside them, and with another version where one is given. */
export async function testDefinition(version: number | null, cases: readonly CompiledCase[]): Promise<DefinitionTest> {
  const { name } = cases[0]!.definition.definition;
  const histories: TestedHistory[] = [];
  for (const { history, expected, definition, against } of cases) {
    const own = expectedOf(expected, name, version);
    const run = await GoldenRun.over(history);
    try {
      const questions: readonly (ExpectedFigure | GoldenQuestion)[] = own.length > 0 ? own : history.ask;
      const answers: GoldenAnswer[] = [];
      for (const question of questions) answers.push(await answer(run, definition, against, question));
      histories.push({ history: history.name, describe: history.describe, answers });
    } finally {
      run.close();
    }
  }
  const answers = histories.flatMap((each) => each.answers);
  return {
    definition: name,
    version,
    passed: answers.every((each) => each.asExpected),
    expected: answers.filter((each) => each.expected !== null).length,
    histories,
  };
}

async function answer(
  run: GoldenRun,
  definition: PublishedDefinition,
  against: PublishedDefinition | null,
  asked: ExpectedFigure | GoldenQuestion,
): Promise<GoldenAnswer> {
  const { from, to, by, where, knownAt } = asked;
  const question = { from, to, ...(by && { by }), ...(where !== undefined && { where }), ...(knownAt !== undefined && { knownAt }) };
  const { total, rows } = await run.figures(definition, question);
  const expected = 'report' in asked ? { total: asked.total, rows: asked.rows ?? null } : null;
  const before = against && (await run.figures(against, question));
  return {
    ...question,
    total,
    rows,
    expected,
    asExpected: expected === null || (expected.total === total && (expected.rows === null || sameRows(expected.rows, rows))),
    against: before && { total: before.total, rows: before.rows, ...(await run.diff(against, definition, question)) },
  };
}

/** A row is as expected where every column and every further measure that was written down is. */
function sameRows(expected: readonly ExpectedRow[], rows: readonly ReportRow[]): boolean {
  return expected.length === rows.length && expected.every((row, index) => sameRow(row, plainRow(rows[index]!)));
}

const sameRow = ({ measures = {}, ...columns }: ExpectedRow, found: ExpectedRow): boolean =>
  Object.entries(columns).every(([name, value]) => (found[name] ?? null) === value) &&
  Object.entries(measures).every(([name, value]) => found.measures?.[name] === value);

/** What was found, as it is written beside a history: with its rows where it is split, or where something stands beside the total. */
export const foundFigures = (test: DefinitionTest, history: string, report: string): readonly ExpectedFigure[] =>
  test.histories
    .filter((each) => each.history === history)
    .flatMap(({ answers }) =>
      answers.map(({ total, rows, expected: _, asExpected: __, against: ___, ...question }) => ({
        report,
        ...question,
        total,
        ...((question.by || rows.some((row) => row['measures'])) && { rows: rows.map(plainRow) }),
      })),
    );

/** Without exact fractions; of further measures the values. */
function plainRow({ measures, ...row }: ReportRow): ExpectedRow {
  const columns = Object.entries(row).filter((entry): entry is [string, RowValue] => entry[1] === null || typeof entry[1] !== 'object');
  const further = Object.entries((measures ?? {}) as Readonly<Record<string, Figure>>).map(([name, { value }]) => [name, value] as const);
  return { ...Object.fromEntries(columns), ...(further.length > 0 && { measures: Object.fromEntries(further) }) };
}
