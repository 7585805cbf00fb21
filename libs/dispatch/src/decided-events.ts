import { type Actor, type OccurredAt } from '#libs/contracts';
import { eventToAppend, type EventToAppend } from '#libs/event-store';
import { type Decision } from './decision.js';

export interface Told {
  readonly commandId: string;
  readonly commandHash: string;
  readonly actor: Actor;
  readonly occurredAt: OccurredAt;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly importId?: string;
}

/** What was decided, ready for the log. `knownAt` of the stream never goes back. */
export function eventsOf(
  stream: string,
  decision: Extract<Decision, { kind: 'events' }>,
  lastKnownAt: string | null,
  told: Told,
): readonly EventToAppend[] {
  const now = new Date(told.now).toISOString();
  const common = {
    actor: told.actor,
    commandId: told.commandId,
    commandHash: told.commandHash,
    correlationId: told.correlationId ?? told.commandId,
    causationId: told.causationId ?? told.commandId,
    occurredAt: told.occurredAt,
    knownAt: lastKnownAt !== null && lastKnownAt > now ? lastKnownAt : now,
    ...(decision.findings.length > 0 && { findings: [...decision.findings] }),
    ...(told.importId !== undefined && { importId: told.importId }),
  };
  return decision.events.map((event, index) => eventToAppend(stream, index, event, common));
}
