import { type EventMetadata } from '#libs/contracts';
import { type EventLog, type EventToAppend, type StoredEvent } from '#libs/event-store';
import { type Clock, derivedId, systemClock } from '#libs/platform';
import { type Pool } from 'pg';

/** The digest of every so many positions is itself logged. */
export const ANCHOR_EVERY = 10_000;
const ANCHOR_STREAM = 'log';

export interface AnchorOptions {
  readonly clock?: Clock;
  /** Positions; the same for the life of a log. */
  readonly every?: number;
}

const ATTEMPTS = 5;

/**
 * Logs the digests of the spine that are due and not logged yet. May run in several processes and any number of times: a position is anchored
 * once. Returns the positions that this call saw to; another call at the same time may return them too.
 */
export async function anchorLog(
  log: EventLog,
  pool: Pool,
  { clock = systemClock, every = ANCHOR_EVERY }: AnchorOptions = {},
): Promise<readonly number[]> {
  const anchored = await highestAnchor(log);
  const { rows } = await pool.query<{ position: string; digest: string }>(
    `select position, encode(digest, 'hex') as digest from read.log_entry
      where position in (select generate_series($1::bigint, (select max(position) from read.log_entry), $2::bigint)) order by position`,
    [anchored.position + every, every],
  );
  if (rows.length === 0) return [];
  for (let attempt = 0, last = anchored; attempt < ATTEMPTS; attempt++, last = await highestAnchor(log)) {
    const due = rows
      .map(({ position, digest }) => ({ position: Number(position), digest }))
      .filter(({ position }) => position > last.position);
    if (due.length === 0) return [];
    const events = due.map((anchor) => anchorEvent(anchor, last.event, clock));
    const outcome = await log.append(ANCHOR_STREAM, events, last.event?.revision ?? 'no-stream');
    if (outcome.kind === 'appended') return due.map(({ position }) => position);
  }
  throw new Error('Other processes keep anchoring the log');
}

async function highestAnchor(log: EventLog): Promise<{ position: number; event: StoredEvent | null }> {
  for await (const event of log.readStream(ANCHOR_STREAM, { backwards: true, limit: 1 }))
    return { position: Number(event.data['position']), event };
  return { position: 0, event: null };
}

function anchorEvent(anchor: { position: number; digest: string }, before: StoredEvent | null, clock: Clock): EventToAppend {
  const commandId = `anchor-${anchor.position}`;
  const now = clock.now().toISOString();
  const knownAt = before && before.metadata.knownAt > now ? before.metadata.knownAt : now;
  const metadata: EventMetadata = {
    actor: { kind: 'automation', id: 'log-anchor', assurance: 'process' },
    commandId,
    commandHash: anchor.digest,
    correlationId: commandId,
    causationId: commandId,
    occurredAt: { precision: 'instant', value: knownAt },
    knownAt,
    schemaVersion: 1,
  };
  return { id: derivedId(ANCHOR_STREAM, commandId, 0), type: 'log.anchored', data: anchor, metadata };
}
