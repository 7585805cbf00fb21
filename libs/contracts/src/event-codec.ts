import { checkOf, eventSchemas, type LedgerEvent, metadataCheck } from './event-registry.js';
import { historyOf } from './event-versions.js';
import { type EventMetadata } from './metadata.js';
import { upcastThrough } from './upcasting.js';

export class UnknownEventError extends Error {}
export class MalformedEventError extends Error {}

/** Refuses, as a defect, to write what the schema does not allow: the log is for ever. */
export function assertWritable(event: LedgerEvent, metadata: EventMetadata): void {
  const check = checkOf(event.type);
  if (!check.Check(event.data)) {
    const first = check.Errors(event.data).First();
    throw new MalformedEventError(`${event.type}${first?.path ?? ''}: ${first?.message ?? 'does not match its schema'}`);
  }
  if (!metadataCheck.Check(metadata)) {
    const first = metadataCheck.Errors(metadata).First();
    throw new MalformedEventError(`${event.type} metadata${first?.path ?? ''}: ${first?.message ?? 'does not match its schema'}`);
  }
}

/** Reads stored data of any version as the current one. Throws `UnknownEventError`, `MissingUpcasterError`. */
export function upcast(type: string, data: unknown, schemaVersion: number): LedgerEvent {
  if (!Object.hasOwn(eventSchemas, type))
    throw new UnknownEventError(`No schema for event type ${type}; add it to libs/contracts/src/events`);
  const { current, upcasters } = historyOf(type);
  return { type, data: upcastThrough(type, upcasters, data as Record<string, unknown>, schemaVersion, current) } as LedgerEvent;
}
