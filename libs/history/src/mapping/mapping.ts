import { type CompiledExpression } from '#libs/expressions';
import { type LeadAction } from '#libs/leads';
import { type Column, type ColumnType } from '../column/column.js';
import { type ZoneClock } from '../column/zone-clock.js';

/** A mapping as read from its file: every name resolved, every expression compiled, every format checked. */
export interface Mapping {
  /** The import's id is `<name>-<generation>`. */
  readonly name: string;
  /** Names the source system: a lead is found by `<source>:<id>`. */
  readonly source: string;
  /** The YAML text and its SHA-256. */
  readonly document: string;
  readonly hash: string;
  readonly files: ReadonlyMap<string, TableFile>;
  readonly identities: Identities;
  readonly organisation: readonly OrganisationSection[];
  readonly history: readonly HistorySection[];
}

export interface TableFile {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly format: 'csv' | 'ndjson';
  readonly delimiter: string;
  /** The columns that the mapping reads, in a fixed order: cells of a row stand in this order. */
  readonly columns: readonly Column[];
  /** Names of the columns where the file has no line with them. */
  readonly header: readonly string[] | null;
}

export type IdentityKind = 'person' | 'group' | 'system';

/** Which ids are people, which are groups, which are systems. An id that nothing names is a person. */
export interface Identities {
  readonly ids: ReadonlyMap<string, IdentityKind>;
  /** Over `id`; the first that is true decides. */
  readonly rules: readonly { readonly kind: IdentityKind; readonly when: CompiledExpression }[];
  /** Columns whose every value is somebody who exists, with a lead or without. */
  readonly columns: readonly { readonly file: string; readonly column: string; readonly kind: IdentityKind }[];
}

export interface Join {
  readonly file: string;
  readonly on: readonly { readonly own: string; readonly other: string }[];
  readonly prefix: string;
  readonly missing: 'keep' | 'reject';
}

/** Where a value comes from. `column` is the common case of an expression and keeps the column's exact value. */
type Value =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'column'; readonly name: string; readonly type: ColumnType; readonly clock: ZoneClock }
  | { readonly kind: 'expression'; readonly expression: CompiledExpression };

/** A value at a named place of the mapping, for messages. */
export interface NamedValue {
  readonly field: string;
  readonly value: Value;
}

export type HolderChoice = { readonly kind: 'person' | 'team' | 'pool' | 'anyone'; readonly id: NamedValue } | { readonly kind: 'unknown' };

/** One row's columns: the file's own, then those of the files joined to it. */
export interface RowShape {
  readonly columns: readonly Column[];
  readonly indexOf: ReadonlyMap<string, number>;
}

export interface HistorySection {
  readonly file: string;
  readonly lead: NamedValue;
  readonly source: NamedValue;
  readonly joins: readonly Join[];
  readonly order: readonly string[];
  readonly rowKey: readonly string[];
  readonly shape: RowShape;
  readonly events: readonly EventRule[];
}

/** What a person does in the present alone: no history is told by these. */
type PresentAction = 'move-lead' | 'lock-lead' | 'unlock-lead' | 'request-access' | 'decide-access';
export type ToldAction = Exclude<LeadAction['do'], PresentAction>;

export interface EventRule {
  readonly action: ToldAction;
  readonly when: CompiledExpression | null;
  readonly occurredAt: NamedValue | null;
  readonly withoutTime: 'reject' | 'skip' | 'unknown';
  readonly knownAt: NamedValue | null;
  readonly actor: NamedValue | null;
  /** Zone of dates that an expression computes. */
  readonly clock: ZoneClock;
  readonly fields: ReadonlyMap<string, FieldValue>;
}

/** What the field of an action is built from. */
export type FieldValue =
  | { readonly kind: 'value'; readonly value: NamedValue }
  | { readonly kind: 'values'; readonly values: readonly NamedValue[] }
  | { readonly kind: 'record'; readonly fields: ReadonlyMap<string, FieldValue> }
  | { readonly kind: 'holder'; readonly choices: readonly HolderChoice[] }
  | { readonly kind: 'row' };

export type OrganisationAction = 'create-team' | 'join-rep' | 'join-team' | 'leave-team' | 'deactivate-rep' | 'create-pool';

export interface OrganisationSection {
  readonly file: string;
  readonly shape: RowShape;
  readonly do: OrganisationAction;
  readonly when: CompiledExpression | null;
  readonly occurredAt: NamedValue | null;
  readonly clock: ZoneClock;
  readonly fields: ReadonlyMap<string, FieldValue>;
}
