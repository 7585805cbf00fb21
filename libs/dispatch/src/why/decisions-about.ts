import { type Actor, type EventData, type PositionedEvent, type SealedEvent } from '#libs/contracts';
import { readSql } from '#libs/platform';
import { type Pool } from 'pg';
import { positioned } from '../dispatcher/log-feed.js';
import { toldDecision, type ToldDecision } from '../told-decision.js';

/** What became of a decision. */
type DecisionStatus =
  | { readonly kind: 'stands' }
  | { readonly kind: 'held' }
  | { readonly kind: 'woken'; readonly at: string }
  | {
      readonly kind: 'superseded';
      readonly at: string;
      readonly because: string;
      readonly by: string | null;
      readonly refused: EventData<'assignment.superseded'>['refused'];
    }
  | {
      readonly kind: 'overridden';
      readonly at: string;
      readonly by: Actor;
      readonly to: EventData<'assignment.overridden'>['to'];
      readonly reason: string | null;
    };

/** A decision as the log has it, and what became of it. */
export interface DecisionLine extends ToldDecision {
  readonly eventId: string;
  /** Of the event of the decision; `decidedAt.position` is that of the state it looked at. */
  readonly position: string;
  readonly status: DecisionStatus;
}

export interface DecisionsAsOf {
  /** Only what was decided by then. ISO. */
  readonly at: string;
  readonly knownAt: string | null;
  readonly position: number | null;
}

/** Every decision about a lead, the earliest first, as known at a time or position. */
export async function decisionsAbout(
  pool: Pool,
  leadId: string,
  { at, knownAt, position }: DecisionsAsOf,
): Promise<readonly DecisionLine[]> {
  await pool.query(readSql(import.meta.url, './index-decisions.sql'));
  const { rows } = await pool.query<{ position: string; event: SealedEvent }>({
    name: 'read-decisions',
    text: readSql(import.meta.url, './read-decisions.sql'),
    values: [leadId],
  });
  const events = rows
    .map(positioned)
    .filter((event) => (position === null || event.position <= position) && (knownAt === null || event.metadata.knownAt <= knownAt))
    .filter(({ metadata }) => (metadata.occurredAt.value ?? metadata.knownAt) <= at);
  return events.flatMap((event) =>
    event.type === 'assignment.decided' || event.type === 'assignment.held' ? [lineOf(event, events)] : [],
  );
}

function lineOf(event: PositionedEvent<'assignment.decided' | 'assignment.held'>, events: readonly PositionedEvent[]): DecisionLine {
  const { decisionId } = event.data;
  const later = events.filter(
    (other) => other.position > event.position && (other.data as { decisionId?: string }).decisionId === decisionId,
  );
  const status = later.reduce<DecisionStatus>(became, { kind: event.type === 'assignment.held' ? 'held' : 'stands' });
  return { ...toldDecision(event.data), eventId: event.id, position: String(event.position), status };
}

function became(status: DecisionStatus, event: PositionedEvent): DecisionStatus {
  const at = event.metadata.occurredAt.value ?? event.metadata.knownAt;
  switch (event.type) {
    case 'assignment.woken':
      return { kind: 'woken', at };
    case 'assignment.superseded': {
      const { because, by, refused } = event.data;
      return { kind: 'superseded', at, because, by, refused };
    }
    case 'assignment.overridden': {
      const { by, to, reason } = event.data;
      return { kind: 'overridden', at, by, to, reason };
    }
    default:
      return status;
  }
}
