/** What a line says of a member: `text` of any kind, `number`, or a `condition` that is never unknown. */
export interface Cell {
  readonly column: string;
  readonly holds: 'text' | 'number' | 'condition';
}

const written: Readonly<Record<Cell['holds'], (column: string) => string>> = {
  text: (column) => `strlen(cast(${column} as varchar)), ':', ${column}`,
  number: (column) => column,
  condition: (column) => `case when ${column} then '1' else '0' end`,
};

/**
 * A line of text that no other cells have: joined by `|`, texts with their length in bytes before them (`5:phone`, a missing one is `:`), so that nobody
 * needs to look through them for what divides cells, a missing number as nothing, conditions as 1 and 0. `compiler`: as the compiler of that number wrote
 * it, so that its receipts verify.
 */
export const memberLineSql = (cells: readonly Cell[], compiler: number): string =>
  compiler <= 4 ? markedLineSql(cells, compiler) : `concat(${cells.map(({ column, holds }) => written[holds](column)).join(", '|', ")})`;

/** Compilers up to 4 joined cells by `|` and wrote what divides cells and lines with a backslash before it, the backslash first; a missing value as `\\0`. */
const MARKS = [
  [`'\\'`, '\\\\'],
  [`'|'`, '\\|'],
  ['chr(10)', '\\n'],
] as const;
/** Compilers 1 and 2 wrote the bar so and nothing else: members that differ in a line break or a backslash alone could have one line. */
const MARKS_UP_TO_2 = [[`'|'`, '\\|']] as const;

function markedLineSql(cells: readonly Cell[], compiler: number): string {
  const marks = compiler <= 2 ? MARKS_UP_TO_2 : MARKS;
  const texts = cells.map(({ column, holds }) => {
    const text = `cast(${column} as varchar)`;
    return `coalesce(${holds === 'text' ? marked(text, marks) : text}, '\\0')`;
  });
  return `concat(${texts.join(", '|', ")})`;
}

/** Only a text that has a mark is written anew. */
function marked(text: string, marks: readonly (readonly [sign: string, by: string])[]): string {
  const hasMark = marks.map(([sign]) => `contains(${text}, ${sign})`).join(' or ');
  const replaced = marks.reduce((sql, [sign, by]) => `replace(${sql}, ${sign}, '${by}')`, text);
  return `case when ${hasMark} then ${replaced} else ${text} end`;
}
