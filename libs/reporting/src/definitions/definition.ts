import { type CelVocabulary, type CompiledExpression, type Currencies, type Formula } from '#libs/expressions';
import { type Entity } from '../entities/entity.js';
import { type ComparisonKind } from '../run/period-before.js';
import { type Cohort } from './cohort.js';
import { type Conversion } from './conversion.js';
import { type UsedVersion } from './definition-version.js';

/** A named top-level conjunct: a row counts only where every term is true. */
export interface Term {
  readonly name: string;
  readonly expression: CompiledExpression;
}

/**
 * Which of several rows with the same key count. Without a window the first ever; with one, a row counts where at least `days` days (by date, in the
 * definition's zone) lie between it and the last row that counted (`counted`) or the last row at all (`any`). A row without a key stands alone.
 */
export interface DistinctRule {
  readonly name: string;
  readonly per: readonly (readonly string[])[];
  readonly window: { readonly days: number; readonly since: 'counted' | 'any' } | null;
}

/** Rows of another entity on the same lead: the first, last or n-th that satisfies `where`, after the row itself, before it or whenever, within a time. */
export interface Related {
  readonly name: string;
  readonly entity: Entity;
  /** The time fact by which they are ordered, and come before or after the row. */
  readonly date: string;
  readonly when: 'after' | 'before' | 'ever';
  /** A number counts from 1, the first. */
  readonly pick: 'first' | 'last' | number;
  readonly where: CompiledExpression | null;
  readonly withinMs: number | null;
}

/** A named time: of the row itself (`related` is null), or of the picked row of a relation. */
export interface Moment {
  readonly related: string | null;
  readonly time: string;
}

/** From one named time to another; in the working time of a calendar where one is named. */
export interface DurationClause {
  readonly name: string;
  readonly from: Moment;
  readonly to: Moment;
  readonly calendar: string | null;
}

/** Whose a row is: the owner at its event, at the last assignment before it, or today; as is known now, or as was known when the event was recorded. */
export interface CreditRule {
  readonly owner: 'at_event' | 'at_assignment' | 'today';
  readonly known: 'now' | 'then';
}

export type PercentileMethod = 'linear' | 'nearest_rank';
export type DurationUnit = 'days' | 'hours' | 'minutes' | 'seconds';

/** What is taken of a value; with `where`, of the rows for which it is true. */
interface OfValue {
  readonly value: CompiledExpression;
  readonly unit: DurationUnit | null;
  readonly where: CompiledExpression | null;
}

/** What is computed from the rows of a group. */
export type RowMeasure =
  /** Rows for which `of` is true; null: all. */
  | { readonly kind: 'count'; readonly of: CompiledExpression | null }
  | { readonly kind: 'ratio'; readonly of: CompiledExpression; readonly to: CompiledExpression | null }
  /** How many different known values; a text has no unit. */
  | ({ readonly kind: 'different' } & OfValue)
  | ({ readonly kind: 'sum' | 'mean' } & OfValue)
  /** `p` in hundredths of a percent: 5000 is the median. */
  | ({ readonly kind: 'percentile'; readonly p: number; readonly method: PercentileMethod } & OfValue);

/** What a formula comes out in: money and time, each as a power, and the unit in which time is counted. */
export interface FormulaUnit {
  readonly money: number;
  readonly time: number;
  readonly timeUnit: DurationUnit | null;
}

/** What is computed from other measures of the same group. */
export interface FormulaMeasure {
  readonly kind: 'formula';
  readonly formula: Formula;
  readonly unit: FormulaUnit;
  /** True where it reads money, so that it has a value a currency. */
  readonly perCurrency: boolean;
}

export type Measure = RowMeasure | FormulaMeasure;

export interface NamedMeasure {
  readonly name: string;
  readonly measure: Measure;
}

/** Half-open ranges over whole numbers (durations: milliseconds), each from its bound to the next. `labels` has one more: what lies under the first bound. */
export interface Buckets {
  readonly bounds: readonly number[];
  readonly labels: readonly string[];
}

export interface Dimension {
  readonly name: string;
  readonly expression: CompiledExpression;
  readonly buckets: Buckets | null;
}

/** A checked definition document: it compiles. */
export interface Definition {
  readonly name: string;
  readonly title: string;
  readonly describe: string;
  readonly entity: Entity;
  /** The time fact whose period is asked for. */
  readonly date: string;
  /** Null: the organisation's zone. */
  readonly zone: string | null;
  readonly terms: readonly Term[];
  readonly related: readonly Related[];
  readonly durations: readonly DurationClause[];
  /** Null: as the entity says. */
  readonly credit: CreditRule | null;
  /** Null: money stays in its currencies. */
  readonly convert: Conversion | null;
  /** In which currency the amounts of its rows and relations are, as far as it says. */
  readonly currencies: Currencies;
  readonly distinct: DistinctRule | null;
  /** What its rows are waited for, where it is about a cohort. */
  readonly cohort: Cohort | null;
  /** The period it is compared with, where the question names none. */
  readonly compare: ComparisonKind | null;
  /** The first is the value of the report, the others stand beside it. */
  readonly measures: readonly [NamedMeasure, ...NamedMeasure[]];
  readonly dimensions: readonly Dimension[];
  readonly by: readonly string[];
  /** Dimensions whose members appear even where nothing was counted. */
  readonly includeAllReps: boolean;
  readonly unit: string;
  /** Counts of activity: easy to raise without doing any good. */
  readonly gameable: boolean;
  /** The versions of vocabularies that its expressions call. */
  readonly vocabularies: readonly CelVocabulary[];
  /** The versions of terms that it uses, by name; their clauses stand in its conditions. */
  readonly uses: readonly UsedVersion[];
}
