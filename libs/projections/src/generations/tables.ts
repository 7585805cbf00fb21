import { type PoolClient } from 'pg';
import { type ReadTable, type SequenceProjection } from '../sequence-projection.js';
import { SPINE, SPINE_VERSION, spineTable } from '../spine/spine-table.js';

/** What a generation is made of, whether spine or sequence projection. */
export interface Buildable {
  readonly name: string;
  readonly version: number;
  readonly tables: readonly ReadTable[];
}

export const spine: Buildable = { name: SPINE, version: SPINE_VERSION, tables: [spineTable] };

export const withSpine = (projections: readonly SequenceProjection[]): readonly Buildable[] => [spine, ...projections];

/** A schema of its own for a new generation, with bare tables. Numbers are never used twice. */
export async function createGeneration(tx: PoolClient, buildable: Buildable): Promise<{ generation: number; schema: string }> {
  const { rows } = await tx.query<{ number: string }>(`select nextval('projection.generation_number') as number`);
  const generation = Number(rows[0]!.number);
  const schema = `${buildable.name}_${generation}`;
  await tx.query(`create schema ${schema}`);
  await inSchema(tx, schema, async () => {
    for (const table of buildable.tables) await tx.query(table.ddl);
  });
  return { generation, schema };
}

/** Indexes and constraints, once the rows are there; fails where the rows break one. */
export async function finishTables(tx: PoolClient, schema: string, buildable: Buildable): Promise<void> {
  await inSchema(tx, schema, async () => {
    for (const table of buildable.tables) {
      if (table.afterLoadDdl) await tx.query(table.afterLoadDdl);
      if (buildable.name !== SPINE) await tx.query(`create index on ${table.name} (stream)`);
    }
  });
}

/** Points the views of schema `read` at a generation. Readers see the old rows until the transaction commits, and then the new ones. */
export async function showGeneration(tx: PoolClient, schema: string, buildable: Buildable): Promise<void> {
  for (const table of buildable.tables) {
    await tx.query(`drop view if exists read.${table.name}`);
    await tx.query(`create view read.${table.name} as select ${table.columns.join(', ')} from ${schema}.${table.name}`);
  }
}

async function inSchema(tx: PoolClient, schema: string, work: () => Promise<void>): Promise<void> {
  await tx.query(`select set_config('search_path', $1, true)`, [`${schema}, public`]);
  await work();
  await tx.query(`select set_config('search_path', 'public', true)`);
}
