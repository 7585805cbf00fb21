import { parse, stringify } from 'yaml';
import { nearestName } from '#libs/expressions';
import { invalid, type Violation } from '#libs/platform';
import { referenceOf } from '../definitions/definition-store.js';
import { type ExpectedFigure } from './golden-history.js';

const figureKeys = ['report', 'from', 'to', 'by', 'where', 'knownAt', 'total', 'rows'] satisfies (keyof ExpectedFigure)[];
const rowKeys = ['currency', 'value', 'count', 'because', 'measures', 'immature', 'matureFrom'];

/** The figures written beside a history: a YAML list. Throws 422, of keys that nobody reads with the nearest that is read. */
export function readExpected(file: string, text: string): readonly ExpectedFigure[] {
  const written = (parse(text) as unknown) ?? [];
  if (!Array.isArray(written) || !written.every(isFigure))
    throw invalid({
      code: 'HISTORY.EXPECTED',
      message:
        'Expected figures are a list; each has report (name or name@version), from, to and total, and may have by, where, knownAt and rows',
      path: file,
    });
  const [first, ...others] = written.flatMap((figure, index) => unknownKeys(figure, `${file}[${index}]`));
  if (first) throw invalid(first, ...others);
  return written;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isFigure(each: unknown): each is ExpectedFigure {
  if (!isMap(each)) return false;
  const { report, from, to, total, rows = [] } = each;
  const isRow = (row: unknown): boolean => isMap(row) && isMap(row['measures'] ?? {});
  return (
    typeof report === 'string' &&
    typeof from === 'string' &&
    typeof to === 'string' &&
    (total === null || typeof total === 'number') &&
    Array.isArray(rows) &&
    rows.every(isRow)
  );
}

/** Where `by` is not written, the definition says what rows are split by, and any name may be one of those. */
function unknownKeys(figure: ExpectedFigure, path: string): Violation[] {
  const { by, rows = [] } = figure;
  const inRows = by ? rows.flatMap((row, index) => unknownIn(row, [...by, ...rowKeys], `${path}.rows[${index}]`)) : [];
  return [...unknownIn(figure, figureKeys, path), ...inRows];
}

const unknownIn = (map: object, known: readonly string[], path: string): Violation[] =>
  Object.keys(map)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const nearest = nearestName(key, known);
      const hint = nearest ? `; did you mean ${nearest}?` : `; known: ${known.join(', ')}`;
      return { code: 'HISTORY.EXPECTED', message: `${key} is nothing that is expected of a figure${hint}`, path: `${path}.${key}` };
    });

/** Those that are about a definition: under its name, of this version or of any. */
export const expectedOf = (expected: readonly ExpectedFigure[], name: string, version: number | null): readonly ExpectedFigure[] =>
  expected.filter(({ report }) => {
    const asked = referenceOf(report);
    return asked.name === name && (asked.version === null || asked.version === version);
  });

const HEAD = `# What definitions give on the history of the same name. Written by "leadledger definition test --save"; read each difference before you commit it.\n`;

/** The list with the figures of one definition in place of those it had. */
export const writeExpected = (
  expected: readonly ExpectedFigure[],
  before: readonly ExpectedFigure[],
  found: readonly ExpectedFigure[],
): string => {
  const kept = expected.filter((each) => !before.includes(each));
  const all = [...kept, ...found].sort((a, b) => (a.report < b.report ? -1 : a.report > b.report ? 1 : a.from < b.from ? -1 : 1));
  return `${HEAD}${stringify(all, { lineWidth: 160, flowCollectionPadding: false })}`;
};
