import { membersSql, type MembersQuery } from '../compile/members-sql.js';
import { measureColumns } from '../compile/measure-columns.js';
import { type Definition } from '../definitions/definition.js';
import { type FactStore } from '../facts/fact-store.js';
import { type ReportContext } from '../run/report-context.js';
import { BUCKET_POSITIONS, type MemberBucket } from './receipt.js';

/** What one member adds to the result, as one line of text: its identity, its dimensions and its values. */
function contributionSql(members: MembersQuery, definition: Definition): string {
  const cells = [
    'position',
    'id',
    ...members.dimensions,
    ...definition.measures.flatMap(({ measure }, index) => measureColumns(measure, index, definition).map(({ column }) => column)),
  ];
  return cells.map((cell) => `coalesce(replace(cast(${cell} as varchar), '|', '\\|'), '\\0')`).join(` || '|' || `);
}

/** Digests of the members, by blocks of the log: SHA-256 of their lines in order of position. */
export async function memberBuckets(store: FactStore, context: ReportContext): Promise<MemberBucket[]> {
  const members = membersSql(context.definition, context.by, context.where, context.scope);
  const line = contributionSql(members, context.definition);
  const rows = await store.rows(
    `${members.text}\nselect (position - 1) // ${BUCKET_POSITIONS} as bucket, count(*) as count, sha256(string_agg(${line}, chr(10) order by position, id)) as digest from member group by bucket order by bucket`,
  );
  return rows.map((row) => ({ bucket: Number(row['bucket']), count: Number(row['count']), digest: row['digest'] as string }));
}
