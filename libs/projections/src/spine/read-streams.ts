import { type SealedEvent } from '#libs/contracts';
import { type PoolClient, type Pool } from 'pg';
import { type StoredEntry } from './positioned-event.js';

/**
 * All entries of the streams up to a position (exact), by stream, in order of revision. Uses the unique index on (stream, revision), stream by
 * stream: asked for all at once of a table that has just grown, the planner would rather read all of it.
 */
export async function readStreams(
  db: Pool | PoolClient,
  schema: string,
  streams: readonly string[],
  upToPosition: number,
): Promise<Map<string, StoredEntry[]>> {
  const byStream = new Map<string, StoredEntry[]>();
  if (streams.length === 0) return byStream;
  const { rows } = await db.query<{ position: string; stream: string; event: SealedEvent }>({
    name: `read-streams-${schema}`,
    text: `select e.position, e.stream, e.event from unnest($1::text[]) wanted (stream) cross join lateral
            (select position, stream, revision, event from ${schema}.log_entry where stream = wanted.stream and position <= $2 order by revision) e
            order by e.stream, e.revision`,
    values: [streams, upToPosition],
  });
  for (const { position, stream, event } of rows) {
    const entry = { position: Number(position), event };
    const entries = byStream.get(stream);
    if (entries) entries.push(entry);
    else byStream.set(stream, [entry]);
  }
  return byStream;
}
