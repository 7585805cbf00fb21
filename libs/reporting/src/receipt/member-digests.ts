import { type SqlRow } from '../facts/report-engine.js';
import { BUCKET_POSITIONS, type MemberBucket } from './receipt.js';

/** A column of members: a `text` of any kind, a `number`, or a `condition` that is never unknown. */
export interface Cell {
  readonly column: string;
  readonly holds: 'text' | 'number' | 'condition';
}

/** What is digested of a member beside its position. */
export interface MemberCells {
  /** What many have alike: dimensions, conditions. */
  readonly shared: readonly Cell[];
  /** What each has of its own: values, and an id where several members have one position. */
  readonly own: readonly Cell[];
}

/** A text has its length in bytes before it (`5:phone`), a missing one is `:`, a missing number nothing: no need to look through texts for what divides cells. */
const written: Readonly<Record<Cell['holds'], (column: string) => string>> = {
  text: (column) => `strlen(cast(${column} as varchar)), ':', ${column}`,
  number: (column) => column,
  condition: (column) => `case when ${column} then '1' else '0' end`,
};
const lineOf = (cells: readonly Cell[]): string => cells.map(({ column, holds }) => written[holds](column)).join(`, '|', `);

/** From so many members on, a group within a block is digested as bits: sorting and writing offsets costs more than all else of a digest. */
const BITS_FROM = 100;

const offset = `cast(position - 1 - bucket * ${BUCKET_POSITIONS} as usmallint)`;
const inOrder = (offsets: string): string => `array_to_string(list_sort(${offsets}), ',')`;

/** Members that have nothing of their own, as compiler 5 wrote them and as they are written now. */
const offsets = (compiler: number): string => {
  const all = `list(${offset})`;
  if (compiler <= 5) return inOrder(all);
  const bits = `list_aggregate(${all}, 'bitstring_agg', 0::usmallint, ${BUCKET_POSITIONS - 1}::usmallint)`;
  // A list of few that is made anew: a cast goes through all that lists are slices of.
  const few = `list_concat(case when count(*) < ${BITS_FROM} then ${all} end, [])`;
  return `case when count(*) >= ${BITS_FROM} then sha256(cast(${bits} as blob)) end, ${inOrder(few)}`;
};

/**
 * Members in the groups within a block of 10,000 positions that their `shared` cells make: `bucket`, these cells, `count`, and as `line` the cells with `|`
 * between them, `=`, and the members. Without `own` cells these are their offsets in the block in order, with `,` between them; of 100 members and more the
 * SHA-256 of 10,000 bits, the first the highest of its byte, of which theirs are set. With `own` cells each is its offset and these, with `|` between them;
 * members have `,` between them and are in order of position and `own`. Compiler 5 wrote offsets of however many.
 */
export function alikeSql({ shared, own }: MemberCells, source: string, compiler: number): string {
  const members =
    own.length === 0
      ? offsets(compiler)
      : `string_agg(concat(${offset}, '|', ${lineOf(own)}), ',' order by position, ${own.map(({ column }) => column).join(', ')})`;
  const line = `concat(${[...(shared.length === 0 ? [] : [lineOf(shared)]), `'='`, members].join(', ')})`;
  const alike = ['bucket', ...shared.map(({ column }) => column)].join(', ');
  return `select ${alike}, count(*) as count, ${line} as line from (select *, (position - 1) // ${BUCKET_POSITIONS} as bucket from ${source}) placed group by ${alike}`;
}

/** Digests of members that were put into groups, a row for each block that has any: SHA-256 over the lines in their order, with a line feed between them. */
export const digestsSql = (alike: string): string =>
  `select bucket, sum(count) as count, sha256(string_agg(line, chr(10) order by line)) as digest from ${alike} group by bucket`;

export const bucketOf = (row: SqlRow): MemberBucket => ({
  bucket: Number(row['bucket']),
  count: Number(row['count']),
  digest: row['digest'] as string,
});
