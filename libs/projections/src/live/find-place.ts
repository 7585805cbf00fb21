import { type EventLog } from '#libs/event-store';
import { invalid } from '#libs/platform';
import { type Pool } from 'pg';
import { type Checkpoint } from '../generations/checkpoint.js';
import { type LogPlace } from '../log-place.js';

/**
 * Where to go on reading. The checkpoint's store position holds as long as its event still lies there; where the log was moved to another
 * server it does not, and the place is found again by counting our events from the start: the one at our position must be the same event.
 *
 * Errors: 422 `LOG.DIFFERS` where another event (or none) has the position: the log is not the one these tables were built from.
 */
export async function findPlace(log: EventLog, pool: Pool, checkpoint: Checkpoint): Promise<LogPlace> {
  if (checkpoint.eventId === null) return checkpoint;
  const { rows } = await pool.query<{ stream: string; revision: string }>(
    `select stream, revision from ${checkpoint.schema}.log_entry where position = $1 and event_id = $2`,
    [checkpoint.position, checkpoint.eventId],
  );
  const last = rows[0];
  if (last) {
    for await (const event of log.readStream(last.stream, { from: Number(last.revision), limit: 1 })) {
      if (event.id === checkpoint.eventId && event.storePosition.commit === checkpoint.storePosition?.commit) return checkpoint;
    }
  }
  return await countToPosition(log, checkpoint);
}

async function countToPosition(log: EventLog, checkpoint: Checkpoint): Promise<LogPlace> {
  let position = 0;
  for await (const event of log.readAll()) {
    position++;
    if (position < checkpoint.position) continue;
    if (event.id !== checkpoint.eventId) break;
    return { position, eventId: event.id, storePosition: event.storePosition };
  }
  throw invalid({
    code: 'LOG.DIFFERS',
    message:
      `The log does not have event ${checkpoint.eventId} at position ${checkpoint.position}, where the read models stand: ` +
      'connect to the log they were built from, or restore it, or empty the database of read models so that they are built anew',
  });
}
