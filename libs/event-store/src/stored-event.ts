import { type AllStreamRecordedEvent, type RecordedEvent } from '@eventstore/db-client';
import { type EventMetadata } from '#libs/contracts';
import { type StoredEvent } from './event-log.port.js';

export type Prefix = string;

/** Ours are the events of streams with our prefix, without the store's own records (tombstones, links). */
export const isOurs = (prefix: Prefix, event: RecordedEvent | AllStreamRecordedEvent): boolean =>
  event.streamId.startsWith(prefix) && !event.type.startsWith('$');

export function toStoredEvent(prefix: Prefix, event: RecordedEvent | AllStreamRecordedEvent): StoredEvent {
  return {
    id: event.id,
    type: event.type,
    data: event.data as Readonly<Record<string, unknown>>,
    metadata: event.metadata as EventMetadata,
    stream: event.streamId.slice(prefix.length),
    revision: Number(event.revision),
    storePosition: (event as AllStreamRecordedEvent).position,
  };
}
