import { type OffsetTransition } from '#libs/calendar';
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
}
