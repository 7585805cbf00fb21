import { type Actor, type AssignmentDecision, type LedgerEvent, type RecordedLedgerEvent } from '#libs/contracts';
import { type EventToAppend, eventToAppend } from '#libs/event-store';

type DispatchEvent = LedgerEvent<Extract<LedgerEvent['type'], `assignment.${string}` | 'fairness.posted'>>;

/** One event that dispatch has to say, each a command of its own: sent again under its id it is there already. */
export interface Said {
  readonly event: DispatchEvent;
  readonly commandId: string;
  readonly causationId: string;
  readonly policy: AssignmentDecision['policy'] | null;
  readonly decisionId: string | null;
  /** When it was so; default now. ISO. */
  readonly occurredAt?: string;
}

export interface SaidIn {
  readonly stream: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Recorded time of the stream's last event: it never goes back. */
  readonly lastKnownAt: string | null;
  readonly keyedHash: (purpose: string, text: string) => string;
}

export const policyActor = ({ name, version }: AssignmentDecision['policy']): Actor => ({
  kind: 'automation',
  id: `${name}@${version}`,
  assurance: 'process',
});

const DISPATCHER: Actor = { kind: 'automation', id: 'dispatch', assurance: 'process' };

export function toAppend(said: Said, { stream, now, lastKnownAt, keyedHash }: SaidIn): EventToAppend {
  const { event, commandId, causationId, policy, decisionId } = said;
  const at = new Date(now).toISOString();
  return eventToAppend(stream, 0, event, {
    actor: policy ? policyActor(policy) : DISPATCHER,
    commandId,
    // What it says follows from the log and its id: there is no other body under this id.
    commandHash: keyedHash('command', commandId),
    correlationId: decisionId ?? commandId,
    causationId,
    occurredAt: { precision: 'instant', value: said.occurredAt ?? at },
    knownAt: lastKnownAt !== null && lastKnownAt > at ? lastKnownAt : at,
    ...(policy && { policy }),
    ...(decisionId !== null && { decisionId }),
  });
}

/** As the log will give it back. */
export const asRecorded = (event: EventToAppend, stream: string, revision: number): RecordedLedgerEvent =>
  ({ ...event, stream, revision }) as RecordedLedgerEvent;

/** Metadata, id and framing. */
const AROUND_BYTES = 1_000;

/** Bytes of the event on the wire, about. */
export const bytesOf = ({ data }: EventToAppend): number => Buffer.byteLength(JSON.stringify(data)) + AROUND_BYTES;
