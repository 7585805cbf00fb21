/** A column: its heading, how a row is written in it, and on which side numbers stand. */
export interface Column<T> {
  readonly heading: string;
  readonly of: (row: T) => string | number | boolean | null | undefined;
  readonly align?: 'left' | 'right';
  /** Left out where no row has it. */
  readonly optional?: true;
}

const LONGEST_CELL = 80;

/** A plain table: headings, a rule, one line a row, two spaces between columns. Nothing is coloured, so it reads the same in a file. */
export function table<T>(rows: readonly T[], all: readonly Column<T>[]): string {
  if (rows.length === 0) return '(nothing)';
  const columns = filled(rows, all);
  const widths = widthsOf(rows, columns);
  const head = columns.map((column) => column.heading);
  return [drawn(head, widths, columns), widths.map((n) => '─'.repeat(n)).join('  '), ...rows.map(rowOf(rows, columns))].join('\n');
}

const filled = <T>(rows: readonly T[], columns: readonly Column<T>[]): readonly Column<T>[] =>
  columns.filter(({ optional, of }) => !optional || rows.some((row) => (of(row) ?? null) !== null));

/** Draws a further row of a table that is as wide as `rows` make it. */
export function rowOf<T>(rows: readonly T[], all: readonly Column<T>[]): (row: T) => string {
  const columns = filled(rows, all);
  const widths = widthsOf(rows, columns);
  return (row) => drawn(cellsOf(row, columns), widths, columns);
}

const cellsOf = <T>(row: T, columns: readonly Column<T>[]): string[] => columns.map((column) => cell(column.of(row)));

const widthsOf = <T>(rows: readonly T[], columns: readonly Column<T>[]): number[] =>
  rows
    .map((row) => cellsOf(row, columns).map(textWidth))
    .reduce(
      (widest, widths) => widest.map((width, index) => Math.max(width, widths[index]!)),
      columns.map(({ heading }) => textWidth(heading)),
    );

const drawn = (texts: readonly string[], widths: readonly number[], columns: readonly Pick<Column<never>, 'align'>[]): string =>
  texts
    .map((text, index) => pad(text, widths[index] ?? 0, columns[index]?.align ?? 'left'))
    .join('  ')
    .trimEnd();

function cell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '–';
  const text = String(value).replace(/\s+/g, ' ');
  return [...text].length > LONGEST_CELL ? `${[...text].slice(0, LONGEST_CELL - 1).join('')}…` : text;
}

/** Characters as a terminal counts them. */
export const textWidth = (text: string): number => [...text].length;
const pad = (text: string, to: number, align: 'left' | 'right'): string => {
  const space = ' '.repeat(Math.max(0, to - textWidth(text)));
  return align === 'right' ? space + text : text + space;
};

/** Name and value, one a line, in step. */
export function facts(pairs: readonly (readonly [string, string | number | boolean | null | undefined])[]): string {
  const longest = Math.max(...pairs.map(([name]) => textWidth(name)));
  return pairs.map(([name, value]) => `${pad(name, longest, 'left')}  ${value ?? '–'}`).join('\n');
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A horizontal bar of at most `cells` characters for a share of 0 to 1. */
export function bar(share: number, cells = 24): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * cells * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
