import { type Static, Type } from '@sinclair/typebox';
import { Finding, Id, Instant, OccurredAt } from './shapes.js';

export const Actor = Type.Object({
  kind: Type.Union([Type.Literal('person'), Type.Literal('automation'), Type.Literal('import')]),
  id: Id,
  /** How surely we know who it was: the sign-in method, e.g. `token`, `token+otp`, `local`. */
  assurance: Type.String(),
});
export type Actor = Static<typeof Actor>;

/** What every event carries beside its data. */
export const EventMetadata = Type.Object({
  actor: Actor,
  commandId: Id,
  /** Keyed hash of the command's body: the same id with another body is refused. */
  commandHash: Type.String(),
  correlationId: Id,
  causationId: Id,
  occurredAt: OccurredAt,
  /** Recorded time; never goes back within a stream. */
  knownAt: Instant,
  schemaVersion: Type.Integer({ minimum: 1 }),
  /** The rule that decided, where one did. */
  policy: Type.Optional(Type.Object({ name: Type.String(), version: Type.Integer() })),
  decisionId: Type.Optional(Id),
  /** Rules that were not met and did not stop the event. */
  findings: Type.Optional(Type.Array(Finding)),
  /** The import that brought the event in; `import.retracted` voids all of them. */
  importId: Type.Optional(Id),
  /** The source system's own recording time, where the event was imported into a lead that was already live. */
  sourceKnownAt: Type.Optional(Instant),
});
export type EventMetadata = Static<typeof EventMetadata>;
