import { type EventMetadata, type PositionedEvent, upcast } from '#libs/contracts';
import { type LogEntry } from './log-source.port.js';

/** An entry of the log in the current version of its event. */
export function positionedEvent({ position, event }: LogEntry): PositionedEvent {
  const metadata = event.metadata as EventMetadata;
  const { type, data } = upcast(event.type, event.data, metadata.schemaVersion);
  return { type, data, id: event.id, stream: event.stream, revision: event.revision, metadata, position } as PositionedEvent;
}
