import { type EventMetadata, type SealedEvent } from '#libs/contracts';
import { type StoredEvent } from '#libs/event-store';
import { batched, readSql } from '#libs/platform';
import { type Pool } from 'pg';

/** The events of a stream as far as somebody has seen it, in order of revision; null where nobody has. Who must know all asks the log. */
export type SeenStreams = (stream: string) => Promise<readonly StoredEvent[] | null>;

/** Streams as the spine has them: what many ask for at once is one statement. Errors: 503 where the database is away. */
export const seenStreams = (pool: Pool): SeenStreams => batched<readonly StoredEvent[] | null>((streams) => readSeen(pool, streams), null);

async function readSeen(pool: Pool, streams: readonly string[]): Promise<ReadonlyMap<string, StoredEvent[]>> {
  const { rows } = await pool.query<{ event: SealedEvent; commit: string; prepare: string }>({
    name: 'seen-streams',
    text: readSql(import.meta.url, './seen-streams.sql'),
    values: [streams],
  });
  const byStream = new Map<string, StoredEvent[]>();
  for (const { event, commit, prepare } of rows) {
    const { id, type, stream, revision } = event;
    const data = event.data as StoredEvent['data'];
    const storePosition = { commit: BigInt(commit), prepare: BigInt(prepare) };
    const stored: StoredEvent = { id, type, data, metadata: event.metadata as EventMetadata, stream, revision, storePosition };
    const events = byStream.get(stream);
    if (events) events.push(stored);
    else byStream.set(stream, [stored]);
  }
  return byStream;
}
