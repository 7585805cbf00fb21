import { type PositionedEvent, type SealedEvent } from '#libs/contracts';
import { ProblemError } from '#libs/platform';
import { type Pool, type PoolClient } from 'pg';
import { type Target } from '../live/batch-plan.js';
import { categoryOf, type ReadTable } from '../sequence-projection.js';
import { currentEvents, type StoredEntry } from '../spine/positioned-event.js';
import { copyLine } from '../copy/copy-text.js';
import { type Spill, type SpilledEvent } from './spill.js';
import { beginLoad, TableCopy, writeAll } from '../copy/table-copy.js';

interface TargetTable {
  readonly schema: string;
  readonly table: ReadTable;
}

/**
 * Folds every spilled sequence and copies its rows. While PostgreSQL takes the rows of one part, the next is folded; no more than two parts
 * are in memory. Returns the number of rows by table.
 */
export async function loadRows(pool: Pool, targets: readonly Target[], spill: Spill): Promise<Map<string, number>> {
  const tables: TargetTable[] = targets.flatMap(({ projection, schema }) => projection.tables.map((table) => ({ schema, table })));
  const counts = new Map<string, number>(tables.map(({ table }) => [table.name, 0]));
  const client = await pool.connect();
  let copying: Promise<void> = Promise.resolve();
  let failed = true;
  try {
    await beginLoad(client, tables);
    for await (const part of spill.read()) {
      const rows = foldPart(targets, part);
      for (const [name, ofTable] of rows) counts.set(name, counts.get(name)! + ofTable.length);
      await copying;
      copying = copyPart(client, tables, rows);
      // Awaited at the next turn; until then a failure is nobody's.
      copying.catch(() => undefined);
    }
    await copying;
    await client.query('commit');
    failed = false;
  } finally {
    await copying.catch(() => undefined);
    client.release(failed);
  }
  return counts;
}

function foldPart(targets: readonly Target[], part: ReadonlyMap<string, readonly SpilledEvent[]>): Map<string, string[]> {
  const rows = new Map<string, string[]>(targets.flatMap(({ projection }) => projection.tables.map(({ name }) => [name, []])));
  for (const spilled of part.values()) {
    // Parsed one stream after the other: what was folded is garbage before it has grown old.
    const entries = spilled.map(({ position, json }): StoredEntry => ({ position, event: JSON.parse(json) as SealedEvent }));
    const { stream } = entries[0]!.event;
    const current = currentEvents(entries);
    for (const { projection } of targets) {
      if (!projection.streams.includes(categoryOf(stream))) continue;
      const folded = foldOrStop(projection, stream, entries, current);
      for (const table of projection.tables) {
        const ofTable = rows.get(table.name)!;
        for (const row of folded[table.name] ?? []) ofTable.push(copyLine(table.columns, row));
      }
    }
  }
  return rows;
}

async function copyPart(client: PoolClient, tables: readonly TargetTable[], rows: ReadonlyMap<string, readonly string[]>): Promise<void> {
  for (const { schema, table } of tables) {
    const lines = rows.get(table.name)!;
    if (lines.length === 0) continue;
    await writeAll(new TableCopy(client, schema, table, 'fresh'), lines);
  }
}

/** Live, a sequence that cannot be folded is parked; a rebuild must not publish rows that lack it. */
function foldOrStop(
  projection: Target['projection'],
  stream: string,
  entries: readonly StoredEntry[],
  current: () => readonly PositionedEvent[],
) {
  try {
    return projection.rowsOf(stream, current());
  } catch (error) {
    const positions = `${entries[0]!.position}–${entries.at(-1)!.position}`;
    throw new ProblemError(
      422,
      [
        {
          code: 'PROJECTION.POISON',
          message:
            `The rebuild of ${projection.name} stopped at ${stream} (positions ${positions}): ${error instanceof Error ? error.message : String(error)}. ` +
            'The live tables serve on; correct the projection and rebuild again',
          detail: { projection: projection.name, stream, positions },
        },
      ],
      { cause: error },
    );
  }
}
