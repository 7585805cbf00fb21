import { type PositionedEvent, type SealedEvent, upcast } from '#libs/contracts';
import { type EventMetadata } from '#libs/contracts';

/** An event as the spine keeps it. */
export interface StoredEntry {
  readonly position: number;
  readonly event: SealedEvent;
}

/** The event in its current version. Throws `UnknownEventError` where no schema or upcaster knows it. */
function positionedEvent({ position, event }: StoredEntry): PositionedEvent {
  const metadata = event.metadata as EventMetadata;
  const { type, data } = upcast(event.type, event.data, metadata.schemaVersion);
  return { type, data, id: event.id, stream: event.stream, revision: event.revision, metadata, position } as PositionedEvent;
}

/** All of them, made at the first use and then shared: the projections of one stream fold the same. Throws at every use where one cannot be read. */
export function currentEvents(entries: readonly StoredEntry[]): () => readonly PositionedEvent[] {
  let events: readonly PositionedEvent[] | null = null;
  return () => (events ??= entries.map(positionedEvent));
}
