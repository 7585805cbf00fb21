import { type Cell } from './member-digests.js';
import { BUCKET_POSITIONS } from './receipt.js';

/** Compilers 3 and 4 wrote what divides cells and lines with a backslash before it, the backslash first. */
const MARKS = [
  [`'\\'`, '\\\\'],
  [`'|'`, '\\|'],
  ['chr(10)', '\\n'],
] as const;
/** Compilers 1 and 2 wrote the bar so and nothing else: members that differ in a line break or a backslash alone could have one line. */
const MARKS_UP_TO_2 = [[`'|'`, '\\|']] as const;

/** Digests as compilers up to 4 made them, so that their receipts verify: SHA-256 of a line for each member, in order of position and id. */
export const earlierDigestsSql = (cells: readonly Cell[], compiler: number, source: string): string =>
  `select (position - 1) // ${BUCKET_POSITIONS} as bucket, count(*) as count, sha256(string_agg(${earlierLineSql(cells, compiler)}, chr(10) order by position, id)) as digest from ${source} group by bucket`;

/** The cells joined by `|`, a missing one as `\0`. */
export function earlierLineSql(cells: readonly Cell[], compiler: number): string {
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
