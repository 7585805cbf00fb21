import { type SealedEvent } from '#libs/contracts';
import { ProblemError } from '#libs/platform';
import { type Pool } from 'pg';
import { type Target } from '../live/apply-batch.js';
import { categoryOf } from '../sequence-projection.js';
import { positionedEvent, type StoredEntry } from '../spine/positioned-event.js';
import { copyLine } from './copy-text.js';
import { type Spill } from './spill.js';
import { TableCopy } from './table-copy.js';

/** Folds every spilled sequence and copies its rows, one connection and one COPY a table. Returns the number of rows by table. */
export async function loadRows(pool: Pool, targets: readonly Target[], spill: Spill): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const tables = targets.flatMap((target) => target.projection.tables.map((table) => ({ target, table })));
  const client = await pool.connect();
  let failed = false;
  try {
    for await (const lines of spill.read()) {
      const buffers = new Map<string, string[]>(tables.map(({ table }) => [table.name, []]));
      for (const [stream, entries] of bySequence(lines)) {
        for (const { projection } of targets) {
          if (!projection.streams.includes(categoryOf(stream))) continue;
          const rows = foldOrStop(projection, stream, entries);
          for (const table of projection.tables) {
            const buffer = buffers.get(table.name)!;
            for (const row of rows[table.name] ?? []) buffer.push(copyLine(table.columns.map((column) => row[column])));
          }
        }
      }
      for (const { target, table } of tables) {
        const buffer = buffers.get(table.name)!;
        counts.set(table.name, (counts.get(table.name) ?? 0) + buffer.length);
        if (buffer.length === 0) continue;
        const copy = new TableCopy(client, target.schema, table);
        for (const line of buffer) await copy.write(line);
        await copy.end();
      }
    }
  } catch (error) {
    failed = true;
    throw error;
  } finally {
    client.release(failed);
  }
  return counts;
}

function bySequence(lines: readonly string[]): Map<string, StoredEntry[]> {
  const sequences = new Map<string, StoredEntry[]>();
  for (const line of lines) {
    const tab = line.indexOf('\t');
    const event = JSON.parse(line.slice(tab + 1)) as SealedEvent;
    const entry = { position: Number(line.slice(0, tab)), event };
    const entries = sequences.get(event.stream);
    if (entries) entries.push(entry);
    else sequences.set(event.stream, [entry]);
  }
  return sequences;
}

/** Live, a sequence that cannot be folded is parked; a rebuild must not publish rows that lack it. */
function foldOrStop(projection: Target['projection'], stream: string, entries: readonly StoredEntry[]) {
  try {
    return projection.rowsOf(stream, entries.map(positionedEvent));
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
