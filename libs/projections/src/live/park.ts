import { type PoolClient } from 'pg';

/** A sequence that could not be folded, and the first event with which it could not. */
export interface Parked {
  /** The projection. */
  readonly name: string;
  readonly stream: string;
  readonly position: number;
  readonly eventId: string;
  readonly reason: string;
}

export async function park(tx: PoolClient, parked: Parked): Promise<void> {
  await tx.query(
    `insert into projection.parked (name, stream, position, event_id, reason) values ($1, $2, $3, $4, $5) on conflict (name, stream) do nothing`,
    [parked.name, parked.stream, parked.position, parked.eventId, parked.reason],
  );
}

/** Of these streams, those that stand still, as `name\nstream`. */
export async function parkedAmong(tx: PoolClient, streams: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ name: string; stream: string }>({
    name: 'parked-among',
    text: 'select name, stream from projection.parked where stream = any ($1)',
    values: [streams],
  });
  return new Set(rows.map(({ name, stream }) => parkedKey(name, stream)));
}

export const parkedKey = (name: string, stream: string): string => `${name}\n${stream}`;
