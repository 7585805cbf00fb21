import { currentVersion, eventSchemas, type EventType, eventTypes } from './event-registry.js';
import { EventMetadata } from './metadata.js';

type JsonSchema = Readonly<Record<string, unknown>>;

/** Plain JSON: TypeBox keeps notes of its own under symbols. */
const plain = (schema: unknown): JsonSchema => JSON.parse(JSON.stringify(schema)) as JsonSchema;

/** JSON Schema (draft 7) of the data of one event type in its current version. */
export const eventJsonSchema = (type: EventType): JsonSchema => ({
  title: type,
  'x-version': currentVersion(type),
  ...plain(eventSchemas[type]),
});

/** One document with the schema of every event type and of the metadata, for readers in other languages. */
export const eventJsonSchemas = (): JsonSchema => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://leadledger.dev/schemas/events.json',
  title: 'Events of LeadLedger',
  definitions: { metadata: plain(EventMetadata), ...Object.fromEntries(eventTypes.map((type) => [type, eventJsonSchema(type)])) },
});
