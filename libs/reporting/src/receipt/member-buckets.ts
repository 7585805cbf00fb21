import { contribution, type Members } from '../run/members.js';
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
 * `compiler`: as the compiler of that number wrote it, so that its receipts verify.
 */
export function memberLineSql(cells: readonly string[], compiler: number): string {
  const marks = compiler <= 2 ? MARKS_UP_TO_2 : MARKS;
  return cells.map((cell) => `coalesce(${marked(`cast(${cell} as varchar)`, marks)}, '\\0')`).join(` || '|' || `);
}

/** Digests of the members, by blocks of the log: SHA-256 of their lines in order of position. */
export async function memberBuckets(members: Members, compiler: number): Promise<MemberBucket[]> {
  const [position, ...others] = contribution(members.context, members);
  // A position is a number, which has no mark.
  const line = `${position} || '|' || ${memberLineSql(others, compiler)}`;
  const rows = await members.rows(
    `select (position - 1) // ${BUCKET_POSITIONS} as bucket, count(*) as count, sha256(string_agg(${line}, chr(10) order by position, id)) as digest from ${members.source} group by bucket order by bucket`,
  );
  return rows.map((row) => ({ bucket: Number(row['bucket']), count: Number(row['count']), digest: row['digest'] as string }));
}
