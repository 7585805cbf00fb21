import { measureColumns } from '../compile/measure-columns.js';
import { contribution, type Members } from '../run/members.js';
import { type ReportContext } from '../run/report-context.js';
import { BUCKET_POSITIONS, type MemberBucket } from './receipt.js';

/** Marks are rare and looking for one is quick: only a text that has one is written anew. */
function marked(text: string, marks: readonly (readonly [sign: string, by: string])[]): string {
  const hasMark = marks.map(([sign]) => `contains(${text}, ${sign})`).join(' or ');
  const replaced = marks.reduce((sql, [sign, by]) => `replace(${sql}, ${sign}, '${by}')`, text);
  return `case when ${hasMark} then ${replaced} else ${text} end`;
}

/** What divides cells and lines, and what says so: each written with a backslash before it, the backslash first. */
const MARKS = [
  [`'\\'`, '\\\\'],
  [`'|'`, '\\|'],
  ['chr(10)', '\\n'],
] as const;
/** Compilers 1 and 2 wrote the bar so and nothing else: members that differ in a line break or a backslash alone could have one line. */
const MARKS_UP_TO_2 = [[`'|'`, '\\|']] as const;

/**
 * A line of text that no other cells have: texts with `\`, `|` and line breaks written as `\\`, `\|` and `\n`, a missing value as `\0`, joined by `|`.
 * `compiler`: as the compiler of that number wrote it, so that its receipts verify. `markless`: cells that are no texts.
 */
export function memberLineSql(cells: readonly string[], compiler: number, markless: ReadonlySet<string> = new Set()): string {
  const marks = compiler <= 2 ? MARKS_UP_TO_2 : MARKS;
  const textOf = (cell: string): string => `cast(${cell} as varchar)`;
  const written = cells.map((cell) => `coalesce(${markless.has(cell) ? textOf(cell) : marked(textOf(cell), marks)}, '\\0')`);
  return `concat(${written.join(", '|', ")})`;
}

/** Numbers and conditions have nothing to be marked: the position, and values of measures but those that are counted as different. */
const markless = ({ definition }: ReportContext): ReadonlySet<string> =>
  new Set([
    'position',
    ...definition.measures.flatMap(({ measure }, index) =>
      measure.kind === 'different'
        ? []
        : measureColumns(measure, index, definition).flatMap(({ column, part }) => (part === 'without a rate' ? [] : [column])),
    ),
  ]);

/** Digests of the members, by blocks of the log: SHA-256 of their lines in order of position. */
export async function memberBuckets(members: Members, compiler: number): Promise<MemberBucket[]> {
  const line = memberLineSql(contribution(members.context, members), compiler, markless(members.context));
  const rows = await members.rows(
    `select (position - 1) // ${BUCKET_POSITIONS} as bucket, count(*) as count, sha256(string_agg(${line}, chr(10) order by position, id)) as digest from ${members.source} group by bucket order by bucket`,
  );
  return rows.map((row) => ({ bucket: Number(row['bucket']), count: Number(row['count']), digest: row['digest'] as string }));
}
