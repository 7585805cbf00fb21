import { type EntityName } from '../entities/entity.js';
import { type Period } from '../compile/scope.js';
import { type LeadView } from './lead-view.features.js';
import { type TakenFor } from './taken-for.features.js';
import { type Moment, type Placed } from './past.features.js';

/** One row of an entity, with every fact an expression may ask for. */
export interface ReferenceRow {
  readonly entity: EntityName;
  readonly id: string;
  readonly lead: string | null;
  readonly position: number;
  readonly revision: number;
  readonly event: string;
  readonly times: Readonly<Record<string, Moment | null>>;
  readonly facts: Record<string, unknown>;
  /** When it is asked whose the row is, and where in the log that was recorded; null where it has not come yet. */
  readonly judged: { readonly ms: number; readonly position: number } | null;
}

export interface ReferenceWorld {
  readonly leads: readonly LeadView[];
  /** Events of dispatch in order of (start, revision) a team. */
  readonly decisions: readonly Placed[];
  /** Events of definitions in order of position. */
  readonly figures: readonly Placed[];
  readonly reps: ReadonlyMap<string, { readonly name: string; readonly attributes: Readonly<Record<string, unknown>> }>;
  /** The teams of a rep at an instant, by what was on record up to a position. */
  readonly teamsOf: (rep: unknown, ms: number, position: number) => string | null;
  readonly takenFor: TakenFor;
  readonly zone: string;
  readonly period: Period;
  /** The last instant of which anything is known. */
  readonly horizon: string;
}

/** With whom it is credited to, before the facts of its lead are added. */
export type Raw = Omit<ReferenceRow, 'entity'> & { readonly credited: unknown };

export const eventRow = (
  lead: LeadView,
  event: Placed,
  id: string,
  time: string,
  facts: Record<string, unknown>,
  credited: unknown,
  times: Record<string, Moment | null> = {},
): Raw => ({
  id,
  lead: lead.id,
  position: event.position,
  revision: event.revision,
  event: event.id,
  judged: { ms: event.moment.ms, position: event.position },
  times: { [time]: event.moment, ...times },
  facts: { actor: event.metadata.actor.id, actor_kind: event.metadata.actor.kind, import_id: event.metadata.importId ?? null, ...facts },
  credited,
});
