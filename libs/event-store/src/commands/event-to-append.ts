import { assertWritable, currentVersion, type EventMetadata, type LedgerEvent } from '#libs/contracts';
import { derivedId } from '#libs/platform';
import { type EventToAppend } from '../event-log.port.js';

/** Metadata but for the schema version, which each event brings itself. */
export type CommonMetadata = Omit<EventMetadata, 'schemaVersion'>;

/**
 * The event with its derived id, checked against its schema: what does not fit is a defect and never reaches the log. The id is also of the body of the
 * command and of what was decided, so that the store takes for sent again only what says the same: another command under the same id, and a second run
 * that decided otherwise, find the stream changed and read it.
 */
export function eventToAppend(stream: string, index: number, event: LedgerEvent, common: CommonMetadata): EventToAppend {
  const metadata: EventMetadata = { ...common, schemaVersion: currentVersion(event.type) };
  assertWritable(event, metadata);
  const { type, data } = event;
  return { id: derivedId(stream, common.commandId, common.commandHash, index, JSON.stringify(data)), type, data, metadata };
}
