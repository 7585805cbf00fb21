import { type Static, type TSchema } from '@sinclair/typebox';
import { TypeCompiler, type TypeCheck } from '@sinclair/typebox/compiler';
import { accessEvents } from './events/access.events.js';
import { alertEvents } from './events/alert.events.js';
import { assignmentEvents } from './events/assignment.events.js';
import { calendarEvents } from './events/calendar.events.js';
import { clockEvents } from './events/clock.events.js';
import { governanceEvents } from './events/governance.events.js';
import { leadEvents } from './events/lead.events.js';
import { ledgerEvents } from './events/ledger.events.js';
import { organisationEvents } from './events/organisation.events.js';
import { personEvents } from './events/person.events.js';
import { policyEvents } from './events/policy.events.js';
import { poolEvents } from './events/pool.events.js';
import { ratesEvents } from './events/rates.events.js';
import { redistributionEvents } from './events/redistribution.events.js';
import { vocabularyEvents } from './events/vocabulary.events.js';
import { historyOf } from './event-versions.js';
import { EventMetadata } from './metadata.js';

/** Every stored event type, frozen for ever, with the schema of its current version. */
export const eventSchemas = {
  ...leadEvents,
  ...clockEvents,
  ...personEvents,
  ...organisationEvents,
  ...poolEvents,
  ...accessEvents,
  ...calendarEvents,
  ...policyEvents,
  ...vocabularyEvents,
  ...ratesEvents,
  ...assignmentEvents,
  ...alertEvents,
  ...governanceEvents,
  ...redistributionEvents,
  ...ledgerEvents,
} as const;

export type EventType = keyof typeof eventSchemas;
export type EventData<T extends EventType> = Static<(typeof eventSchemas)[T]>;

/** An event as the domain knows it: a discriminated union over `type`. */
export type LedgerEvent<T extends EventType = EventType> = { [K in T]: { readonly type: K; readonly data: EventData<K> } }[T];

/** With what the log says about it. `stream` is without the configured prefix, `revision` counts from 0. */
export type RecordedLedgerEvent<T extends EventType = EventType> = LedgerEvent<T> & {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly metadata: EventMetadata;
};

/** With its dense number 1, 2, 3 … among our events. */
export type PositionedEvent<T extends EventType = EventType> = RecordedLedgerEvent<T> & { readonly position: number };

export const eventTypes = Object.keys(eventSchemas) as EventType[];

export const currentVersion = (type: EventType): number => historyOf(type).current;

const checks = new Map<string, TypeCheck<TSchema>>();
export function checkOf(type: EventType): TypeCheck<TSchema> {
  let check = checks.get(type);
  if (!check) checks.set(type, (check = TypeCompiler.Compile(eventSchemas[type] as TSchema)));
  return check;
}
export const metadataCheck = TypeCompiler.Compile(EventMetadata);
