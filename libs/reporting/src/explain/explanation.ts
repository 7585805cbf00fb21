import { type RowValue } from '../run/report-request.js';

/** An event that decided something, so that a person can find it. */
export interface DecidingEvent {
  readonly id: string;
  readonly type: string;
  readonly lead: string;
  readonly position: string;
  /** When it happened: an instant, a date where only the date is known, null where nothing is. */
  readonly at: string | null;
  readonly knownAt: string;
  readonly actor: string;
}

/** One clause of a definition for one row. Those of a measure (`of`, `to`, `where`) say what it adds, and never keep it out. */
export interface ExplainedClause {
  readonly kind: 'term' | 'distinct' | 'period' | 'filter' | 'measure';
  /** The name that comparisons of versions use. */
  readonly name: string;
  /** The clause as the definition has it. */
  readonly says: string;
  /** Null: it was not asked, because a term is not met and the distinct rule looks only at rows that meet all. */
  readonly met: boolean | null;
  /** True where it is not met because something it reads is unknown. */
  readonly unknown: boolean;
  /** What the clause reads, with the values it found. */
  readonly facts: Readonly<Record<string, RowValue>>;
  /** Ids of the events that gave these values. */
  readonly events: readonly string[];
  /** Of a distinct rule that is not met: the row that this one repeats. */
  readonly repeats: { readonly event: string; readonly lead: string; readonly at: string | null } | null;
}

export interface ExplainedRow {
  readonly entity: string;
  readonly id: string;
  readonly counts: boolean;
  /** On the date basis: an instant, a date, or null where its time is unknown. */
  readonly at: string | null;
  readonly clauses: readonly ExplainedClause[];
  /** Names of the clauses that keep it out. */
  readonly fails: readonly string[];
  /** What it adds where it counts: the dimensions asked for and the measures. */
  readonly adds: Readonly<Record<string, RowValue>>;
  /** What it then is to measures that have conditions of their own: see `AddedByRow`. */
  readonly inMeasures?: Readonly<Record<string, string>>;
  /** Its own events. */
  readonly events: readonly string[];
}

/** Why a lead counts under a definition, or does not: every row that the lead has of what the definition counts, clause by clause. */
export interface Explanation {
  readonly definition: string;
  readonly version: number;
  readonly state: 'published' | 'draft' | 'test';
  readonly title: string;
  readonly lead: string;
  readonly externalId: string | null;
  readonly entity: string;
  readonly dateBasis: string;
  readonly timeZone: string;
  /** Null where no period was asked for: then no row fails by its date. */
  readonly period: { readonly from: string; readonly to: string } | null;
  readonly where: string | null;
  readonly position: string;
  readonly knownAt: string | null;
  /** How many of the rows count. */
  readonly counted: number;
  readonly rows: readonly ExplainedRow[];
  /** Where there is no row: why not. */
  readonly reason: string | null;
  /** Every event named above. */
  readonly events: readonly DecidingEvent[];
}
