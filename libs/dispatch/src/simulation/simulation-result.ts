import { type FairnessMeasure } from '../assignment-policy/assignment-spec.js';

/** Milliseconds, by nearest rank; null where there was nothing to wait for. */
export interface Waits {
  readonly count: number;
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
  readonly maxMs: number | null;
}

interface SimulatedRep {
  readonly rep: string;
  readonly assigned: number;
  /** The most simulated leads at once. */
  readonly peak: number;
  /** By the measure of the policy. */
  readonly amount: number;
  /** From the mean of those who could have been chosen. */
  readonly deviation: number;
}

/** What a policy would have done with the intake of a period. */
export interface SimulationResult {
  readonly policy: string;
  readonly documentHash: string;
  readonly from: string;
  readonly to: string;
  readonly position: string;
  /** Null: as known now; an instant; or `then`: each decision knows what was recorded by its time. */
  readonly knownAt: string | null;
  readonly inquiries: number;
  readonly decisions: number;
  /** Inquiries that the policy does not take. */
  readonly notTaken: number;
  /** Held for ever: no opening of the team is known. */
  readonly neverDecided: number;
  readonly held: number;
  readonly alerts: number;
  /** From arrival to the decision that gave the lead to somebody, and how long it really took until somebody owned it. */
  readonly speed: { readonly simulated: Waits; readonly actual: Waits };
  readonly load: readonly SimulatedRep[];
  readonly fairness: {
    readonly measure: FairnessMeasure;
    readonly tolerance: number;
    /** The largest deviation from the mean, without its sign. */
    readonly deviation: number;
    readonly breaches: readonly string[];
  };
  /** How often each bypass and entry decided; one that never did stands there with 0. */
  readonly rules: Readonly<Record<string, number>>;
  readonly neverMatched: readonly string[];
  /** How often each step of the fallback chain took a lead. */
  readonly fallbacks: Readonly<Record<string, number>>;
  /** How often a candidate was excluded, by reason. */
  readonly exclusions: Readonly<Record<string, number>>;
  /** Of the leads for which the policy chose a person, and which somebody really owned: how many ended up with another. */
  readonly expectedOverrides: { readonly compared: number; readonly differ: number; readonly share: number | null };
  readonly assumptions: readonly string[];
}

/** What a simulation takes for granted, said with every result. */
export const assumptions: readonly string[] = [
  'A simulated lead is load of its rep from the decision until the lead was really closed or went back from a person to a pool.',
  'Leads that arrived before the period, or that the policy does not take, are with whom they really were.',
  'Calendars, absences, memberships and capacities are those of the time; profiles of reps are as last known.',
  'Values are read by the vocabularies in force at the time; before a vocabulary was there, by its first version (known then: as they were written).',
  'Win rates count what was really closed; turns begin at zero.',
  'What was released or recycled during the period is not distributed a second time, and no lead returns to its first choice.',
];
