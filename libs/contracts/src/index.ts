export { ReleaseRoute, VisibilityMode } from './events/access.events.js';
export { PoolAudience, PoolSettings, type ReservationPurpose } from './events/pool.events.js';
export { assertWritable, MalformedEventError, UnknownEventError, upcast } from './event-codec.js';
export {
  currentVersion,
  eventSchemas,
  eventTypes,
  type EventData,
  type EventType,
  type LedgerEvent,
  type PositionedEvent,
  type RecordedLedgerEvent,
} from './event-registry.js';
export { type AssignmentDecision } from './events/assignment.events.js';
export { GENESIS_DIGEST, leafOf, nextDigest, type SealedEvent } from './leaf.js';
export { Actor, EventMetadata } from './metadata.js';
export { AlertRecipient } from './events/alert.events.js';
export { assertRegistryComplete } from './registry-completeness.js';
export { Attributes, ContactPoint, Finding, Holder, Id, Inquiry, Money, OccurredAt, Sealed, ValueRead } from './shapes.js';
export { MissingUpcasterError } from './upcasting.js';
