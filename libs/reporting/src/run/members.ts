import { aggregateSql } from '../compile/aggregate-sql.js';
import { COUNTED } from '../compile/distinct-sql.js';
import { type MembersQuery, membersSql, type NamedQuery, withQueries } from '../compile/members-sql.js';
import { type FactStore } from '../facts/fact-store.js';
import { type SqlRow } from '../facts/report-engine.js';
import { heldMembers } from '../receipt/held-members.js';
import { bucketOf } from '../receipt/member-digests.js';
import { type MemberBucket } from '../receipt/receipt.js';
import { type ReportContext } from './report-context.js';
import { MOST_GROUPS } from './too-many-rows.js';

/** What was read of the members of a report: its groups for the figures, their digests for the receipt. */
export interface Members extends Pick<MembersQuery, 'dimensions' | 'currency' | 'currencyColumn'> {
  readonly context: ReportContext;
  /** Rows of the aggregate query, one more than a report may have at most. */
  readonly groups: readonly SqlRow[];
  readonly buckets: readonly MemberBucket[];
}

export async function countMembers(store: FactStore, context: ReportContext, compiler?: number): Promise<Members> {
  const { definition, by, where, scope } = context;
  const query = membersSql(definition, by, where, scope);
  return membersOf(context, query, await store.rows(readings(context, query, query.queries, 'member', compiler)));
}

/**
 * A statement over the members in `source`, made by `queries`: a row of JSON for each group and each block of digests. What is read of the members is
 * made once and held while it runs, in memory up to the limit of the engine, then on the disk.
 */
export function readings(
  context: ReportContext,
  query: MembersQuery,
  queries: readonly NamedQuery[],
  source: string,
  compiler?: number,
): string {
  const { held, weight, digests } = heldMembers(context, query, compiler);
  const groups = aggregateSql(query, { name: COUNTED, weight }, context);
  return `${withQueries([...queries, [COUNTED, held(source)]])}
select 'group' as kind, to_json(each_row) as row_text from (${groups} limit ${MOST_GROUPS + 1}) each_row
union all
select 'bucket', to_json(each_row) from (${digests(COUNTED)}) each_row`;
}

/** From the rows that `readings` gives. */
export function membersOf(context: ReportContext, query: MembersQuery, read: readonly SqlRow[]): Members {
  const rowsOf = (kind: 'group' | 'bucket'): SqlRow[] =>
    read.filter((row) => row['kind'] === kind).map((row) => JSON.parse(row['row_text'] as string) as SqlRow);
  const buckets = rowsOf('bucket').map(bucketOf);
  return { ...query, context, groups: rowsOf('group'), buckets: buckets.sort((a, b) => a.bucket - b.bucket) };
}
