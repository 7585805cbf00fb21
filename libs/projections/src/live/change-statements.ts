import { type PoolClient, type QueryConfig } from 'pg';
import { type ReadTable } from '../sequence-projection.js';
import { poison, type SequenceChange } from './batch-plan.js';
import { type Parked } from './park.js';
import { type RowChanges } from './row-changes.js';
import { rowStatements } from './row-statements.js';

/** PostgreSQL's classes of errors that are the fault of the rows: data exception and integrity constraint violation. */
const DATA_ERROR = /^2[23]/;

export const isDataError = (error: unknown): boolean => DATA_ERROR.test((error as { code?: string }).code ?? '');

/** One removal and one addition a table, whatever the number of sequences. */
export function changeStatements(changes: readonly SequenceChange[]): readonly QueryConfig[] {
  const byTable = new Map<
    ReadTable,
    { schema: string; changes: { remove: RowChanges['remove'][number][]; add: RowChanges['add'][number][] } }
  >();
  for (const { target, tables } of changes) {
    for (const [table, change] of tables) {
      let collected = byTable.get(table);
      if (!collected) byTable.set(table, (collected = { schema: target.schema, changes: { remove: [], add: [] } }));
      collected.changes.remove.push(...change.remove);
      collected.changes.add.push(...change.add);
    }
  }
  return [...byTable].flatMap(([table, collected]) => rowStatements(collected.schema, table, collected.changes));
}

/** All at once; only where the rows are refused, one sequence after another, to find the ones that are at fault. */
export async function writeChanges(tx: PoolClient, changes: readonly SequenceChange[]): Promise<readonly Parked[]> {
  await tx.query('savepoint batch');
  try {
    for (const statement of changeStatements(changes)) await tx.query(statement);
    await tx.query('release savepoint batch');
    return [];
  } catch (error) {
    if (!isDataError(error)) throw error;
    await tx.query('rollback to savepoint batch');
    return await writeCarefully(tx, changes);
  }
}

/** One sequence after another, each in a savepoint: those whose rows PostgreSQL refuses are left as they were and named. */
export async function writeCarefully(tx: PoolClient, changes: readonly SequenceChange[]): Promise<readonly Parked[]> {
  const parked: Parked[] = [];
  for (const change of changes) {
    await tx.query('savepoint sequence');
    try {
      for (const statement of changeStatements([change])) await tx.query(statement);
      await tx.query('release savepoint sequence');
    } catch (error) {
      if (!isDataError(error)) throw error;
      await tx.query('rollback to savepoint sequence');
      parked.push(poison(change.target.projection.name, change.stream, change.first, error));
    }
  }
  return parked;
}
