import { type QueryConfig } from 'pg';
import { type ReadTable, type Row } from '../sequence-projection.js';
import { withoutNul } from '../without-nul.js';
import { keyOf, type RowChanges } from './row-changes.js';

/** What applies changes to one table of a generation, in this order. A removed row that is not there is none of its business: `verify` compares. */
export function rowStatements(schema: string, table: ReadTable, { remove, add }: RowChanges): readonly QueryConfig[] {
  const name = `${schema}.${table.name}`;
  const statements: QueryConfig[] = [];
  if (remove.length > 0) {
    const same = table.key.filter((column) => column !== 'stream').map((column) => ` and t.${column} is not distinct from old.${column}`);
    // The streams are named once more, or the whole table would be read: how many rows JSON holds is not known when it is planned.
    statements.push({
      name: `remove ${name}`,
      text: `delete from ${name} t using json_populate_recordset(null::${name}, $1::json) old
              where t.stream = any ($2::text[]) and t.stream = old.stream${same.join('')}`,
      values: [json(remove.map((row) => keyOf(table, row))), [...new Set(remove.map(({ stream }) => stream))]],
    });
  }
  if (add.length > 0)
    statements.push({
      name: `add ${name}`,
      text: `insert into ${name} select * from json_populate_recordset(null::${name}, $1::json)`,
      values: [json(add)],
    });
  return statements;
}

const json = (rows: readonly Row[]): string => withoutNul(JSON.stringify(rows));
