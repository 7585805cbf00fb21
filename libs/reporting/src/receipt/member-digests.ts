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

/**
 * Digests of the members in `source`, a row for each 10,000 positions that have any. SHA-256 over a line for each different `shared`, in order of the lines,
 * with a line feed between them: the cells with `|` between them, `=`, and the members with `,` between them, in order of position and `own`. A member is
 * its offset in the block and its own cells, with `|` between them.
 */
export function memberDigestsSql({ shared, own }: MemberCells, source: string): string {
  const bucket = `(position - 1) // ${BUCKET_POSITIONS}`;
  const offset = `(position - 1 - bucket * ${BUCKET_POSITIONS})`;
  const members =
    own.length === 0
      ? `array_to_string(list_sort(list(cast(${offset} as usmallint))), ',')`
      : `string_agg(concat(${offset}, '|', ${lineOf(own)}), ',' order by position, ${own.map(({ column }) => column).join(', ')})`;
  const line = `concat(${[...(shared.length === 0 ? [] : [lineOf(shared)]), `'='`, members].join(', ')})`;
  const alike = [`bucket`, ...shared.map(({ column }) => column)].join(', ');
  return `select bucket, sum(count) as count, sha256(string_agg(line, chr(10) order by line)) as digest
    from (select bucket, count(*) as count, ${line} as line from (select *, ${bucket} as bucket from ${source}) placed group by ${alike}) alike group by bucket`;
}

export const bucketOf = (row: SqlRow): MemberBucket => ({
  bucket: Number(row['bucket']),
  count: Number(row['count']),
  digest: row['digest'] as string,
});
