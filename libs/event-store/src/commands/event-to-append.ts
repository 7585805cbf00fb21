import { assertWritable, currentVersion, type EventMetadata, type LedgerEvent } from '#libs/contracts';
import { derivedId } from '#libs/platform';
import { type EventToAppend } from '../event-log.port.js';

/** Metadata but for the schema version, which each event brings itself. */
export type CommonMetadata = Omit<EventMetadata, 'schemaVersion'>;

/**
 * The event with its derived id, checked against its schema: what does not fit is a defect and never reaches the log. The hash of the body is part of
 * the id, so that the store takes another command under the same id for none that it has seen.
 */
export function eventToAppend(stream: string, index: number, event: LedgerEvent, common: CommonMetadata): EventToAppend {
  const metadata: EventMetadata = { ...common, schemaVersion: currentVersion(event.type) };
  assertWritable(event, metadata);
  return { id: derivedId(stream, common.commandId, common.commandHash, index), type: event.type, data: event.data, metadata };
}
