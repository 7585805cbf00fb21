import { type OffsetTransition, type WorkingCalendar } from '#libs/calendar';
import { type CelVocabulary } from '#libs/expressions';
import { type FactsProfile } from '../facts/manifest.js';

/** A period in all the forms it is needed in; half-open. */
export interface Period {
  /** As it was asked for. */
  readonly from: string;
  readonly to: string;
  readonly fromMs: number;
  readonly endMs: number;
  /** A date counts from `fromDay` on and before `endDay`. */
  readonly fromDay: string;
  readonly endDay: string;
  /** The last whole day, where the period was given in dates. */
  readonly lastDay: string | null;
}

/** A working calendar as it was known at the position. */
export interface ScopeCalendar {
  readonly id: string;
  /** The versions it is made of, in the order in which they are in force. */
  readonly versions: readonly { readonly version: number; readonly documentHash: string }[];
  /** The same in code. */
  readonly calendar: WorkingCalendar;
  /** The table in the engine that holds it day by day. */
  readonly table: string;
  readonly intervalsADay: number;
}

/** Exchange rates as they were known at the position. */
export interface ScopeRates {
  readonly name: string;
  readonly version: number;
  /** SHA-256 of what the version says, as canonical JSON. */
  readonly contentHash: string;
  /** The table in the engine that holds them. */
  readonly table: string;
  readonly holdsDays: number;
  readonly rates: readonly { readonly currency: string; readonly from: string; readonly rate: string }[];
}

/** What one report looks at: how much of the log, as known when, and which period in which zone. */
export interface Scope {
  readonly position: number;
  readonly knownAtMs: number | null;
  readonly profile: FactsProfile;
  readonly zone: string;
  /** Offsets of the zone over all times in the facts and the period. */
  readonly transitions: readonly OffsetTransition[];
  readonly period: Period;
  /** What expressions of the report call, by name. */
  readonly vocabularies: readonly CelVocabulary[];
  /** Those that the definition computes in, by their ids. */
  readonly calendars: ReadonlyMap<string, ScopeCalendar>;
  /** Those that the definition converts by; null where it does not. */
  readonly rates: ScopeRates | null;
}
