import { type PoolClient } from 'pg';
import { copyLine } from '../copy/copy-text.js';
import { COPIED_FROM, copyLines } from '../copy/table-copy.js';
import { type ReadTable, type Row } from '../sequence-projection.js';
import { withoutNul } from '../without-nul.js';
import { keyOf, type RowChanges } from './row-changes.js';

/** Applies changes to one table of a generation. A removed row that is not there is none of its business: `verify` compares. */
export async function writeRows(tx: PoolClient, schema: string, table: ReadTable, { remove, add }: RowChanges): Promise<void> {
  const name = `${schema}.${table.name}`;
  if (remove.length > 0) {
    const same = table.key.filter((column) => column !== 'stream').map((column) => ` and t.${column} is not distinct from old.${column}`);
    // The streams are named once more, or the whole table would be read: how many rows JSON holds is not known when it is planned.
    await tx.query({
      name: `remove ${name}`,
      text: `delete from ${name} t using json_populate_recordset(null::${name}, $1::json) old
              where t.stream = any ($2::text[]) and t.stream = old.stream${same.join('')}`,
      values: [json(remove.map((row) => keyOf(table, row))), [...new Set(remove.map(({ stream }) => stream))]],
    });
  }
  if (add.length >= COPIED_FROM) {
    await copyLines(
      tx,
      schema,
      table,
      add.map((row) => copyLine(table.columns, row)),
    );
  } else if (add.length > 0) {
    await tx.query({
      name: `add ${name}`,
      text: `insert into ${name} select * from json_populate_recordset(null::${name}, $1::json)`,
      values: [json(add)],
    });
  }
}

const json = (rows: readonly Row[]): string => withoutNul(JSON.stringify(rows));
