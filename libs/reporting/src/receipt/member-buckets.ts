import { type MembersQuery, membersSql } from '../compile/members-sql.js';
import { measureColumns } from '../compile/measure-columns.js';
import { type Definition } from '../definitions/definition.js';
import { type FactStore } from '../facts/fact-store.js';
import { type ReportContext } from '../run/report-context.js';
import { BUCKET_POSITIONS, type MemberBucket } from './receipt.js';

const replaced = (sql: string, marks: readonly (readonly [sign: string, by: string])[]): string =>
  marks.reduce((text, [sign, by]) => `replace(${text}, ${sign}, '${by}')`, sql);

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
  return cells.map((cell) => `coalesce(${replaced(`cast(${cell} as varchar)`, marks)}, '\\0')`).join(` || '|' || `);
}

/** What one member adds to the result: its identity, its dimensions and its values. */
const contribution = (members: MembersQuery, definition: Definition): readonly string[] => [
  'position',
  'id',
  ...members.dimensions,
  ...definition.measures.flatMap(({ measure }, index) => measureColumns(measure, index, definition).map(({ column }) => column)),
];

/** Digests of the members, by blocks of the log: SHA-256 of their lines in order of position. */
export async function memberBuckets(store: FactStore, context: ReportContext, compiler: number): Promise<MemberBucket[]> {
  const members = membersSql(context.definition, context.by, context.where, context.scope);
  const line = memberLineSql(contribution(members, context.definition), compiler);
  const rows = await store.rows(
    `${members.text}\nselect (position - 1) // ${BUCKET_POSITIONS} as bucket, count(*) as count, sha256(string_agg(${line}, chr(10) order by position, id)) as digest from member group by bucket order by bucket`,
  );
  return rows.map((row) => ({ bucket: Number(row['bucket']), count: Number(row['count']), digest: row['digest'] as string }));
}
