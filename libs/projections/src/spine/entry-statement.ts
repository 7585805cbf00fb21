import { type QueryConfig } from 'pg';
import { type SpineEntry } from './spine-entry.js';
import { spineCells } from './spine-table.js';

/** Adds entries to the spine of a generation. A position or a (stream, revision) that is there already is an error: the batch is not written. */
export function entryStatement(schema: string, entries: readonly SpineEntry[]): QueryConfig {
  const columns: (string | number)[][] = Array.from({ length: 11 }, () => []);
  for (const entry of entries) spineCells(entry).forEach((cell, index) => columns[index]!.push(cell));
  return {
    name: `add ${schema}.log_entry`,
    text: `insert into ${schema}.log_entry select * from unnest($1::bigint[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::timestamptz[],
     $7::bytea[], $8::bytea[], $9::bigint[], $10::bigint[], $11::json[])`,
    values: columns,
  };
}
