import { type MeasureColumn, measureColumns } from '../compile/measure-columns.js';
import { type MembersQuery } from '../compile/members-sql.js';
import { type Measure } from '../definitions/definition.js';
import { type SqlRow } from '../facts/report-engine.js';
import { type ReportContext } from '../run/report-context.js';
import { type Cell, memberLineSql } from './member-line.js';
import { BUCKET_POSITIONS, COMPILER_VERSION, type MemberBucket } from './receipt.js';

/**
 * What names a member: the position of its event, and its id where an event has several. Compilers up to 4 always wrote the id, which the log at that
 * position says anyway.
 */
const identity = ({ definition }: ReportContext, compiler: number): readonly string[] =>
  compiler <= 4 || definition.entity.hasManyPerEvent ? ['position', 'id'] : ['position'];

/** What one member adds to the result: its identity, its dimensions and its values. */
export const contribution = (
  context: ReportContext,
  { dimensions }: Pick<MembersQuery, 'dimensions'>,
  compiler = COMPILER_VERSION,
): readonly string[] => [
  ...identity(context, compiler),
  ...dimensions,
  ...context.definition.measures.flatMap(({ measure }, index) =>
    measureColumns(measure, index, context.definition).map(({ column }) => column),
  ),
];

/** The same as cells of a line; what is the same of every member says nothing. */
function cellsOf(context: ReportContext, { dimensions }: Pick<MembersQuery, 'dimensions'>, compiler: number): readonly Cell[] {
  const { definition } = context;
  return [
    ...identity(context, compiler).map((column): Cell => ({ column, holds: column === 'position' ? 'number' : 'text' })),
    ...dimensions.map((column): Cell => ({ column, holds: 'text' })),
    ...definition.measures.flatMap(({ measure }, index) =>
      measureColumns(measure, index, definition)
        .filter(({ part }) => compiler <= 4 || !(measure.kind === 'ratio' && part === 'to' && measure.to === null))
        .map(({ column, part }): Cell => ({ column, holds: contentOf(measure, part) })),
    ),
  ];
}

function contentOf(measure: Measure, part: MeasureColumn['part']): Cell['holds'] {
  if (part === 'without a rate') return 'text';
  if (part !== 'value' || measure.kind === 'count') return 'condition';
  return measure.kind === 'different' ? 'text' : 'number';
}

/** Digests of the members in `source`, by blocks of the log: SHA-256 of their lines in order of position. */
export function bucketsSql(
  context: ReportContext,
  query: Pick<MembersQuery, 'dimensions'>,
  source: string,
  compiler = COMPILER_VERSION,
): string {
  const line = memberLineSql(cellsOf(context, query, compiler), compiler);
  const order = identity(context, compiler).join(', ');
  return `select (position - 1) // ${BUCKET_POSITIONS} as bucket, count(*) as count, sha256(string_agg(${line}, chr(10) order by ${order})) as digest from ${source} group by bucket`;
}

export const bucketOf = (row: SqlRow): MemberBucket => ({
  bucket: Number(row['bucket']),
  count: Number(row['count']),
  digest: row['digest'] as string,
});
