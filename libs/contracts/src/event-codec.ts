import { checkOf, currentVersion, eventSchemas, type EventType, type LedgerEvent, metadataCheck, upcasterFrom } from './event-registry.js';
import { type EventMetadata } from './metadata.js';

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

/** Reads stored data of any version as the current one. */
export function upcast(type: string, data: unknown, schemaVersion: number): LedgerEvent {
  if (!(type in eventSchemas)) throw new UnknownEventError(`No schema for event type ${type}; add it to libs/contracts/src/events`);
  const known = type as EventType;
  let current = data as Record<string, unknown>;
  for (let version = schemaVersion; version < currentVersion(known); version++) {
    const up = upcasterFrom(known, version);
    if (!up) throw new UnknownEventError(`No upcaster of ${type} from version ${version}`);
    current = up(current);
  }
  return { type: known, data: current } as LedgerEvent;
}
