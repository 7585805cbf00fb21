import { type Holder } from '#libs/contracts';
import { type CompiledExpression, type FactCodes } from '#libs/expressions';

/**
 * An assignment policy, checked and compiled: what `decideAssignment` is given. Conditions are evaluated on the facts of `assignment-facts.ts`;
 * only `true` counts, what is unknown does not match.
 */
export interface AssignmentSpec {
  /** Name of the policy; the team it decides for has at most one in force. */
  readonly name: string;
  readonly team: string;
  /** Leads held by these pools are its intake. */
  readonly pools: readonly string[];
  /** Which of them it takes; null: all. Where several policies would take a lead, the first by name does. */
  readonly takes: Condition | null;
  /** Tried in order before any entry; the first that applies and has its target decides. */
  readonly bypasses: readonly Bypass[];
  /** Tried in order; the first that matches decides, and where all its candidates are excluded, the fallback chain does. */
  readonly entries: readonly Entry[];
  readonly unavailable: UnavailableRule;
  readonly outsideHours: OutsideHours;
  readonly otherChannels: OtherChannels;
  readonly fairness: FairnessRule;
  /** The SLA policy whose clock starts with the assignment. */
  readonly sla: string | null;
  /** Figures of reps that conditions read as `rep.<name>`. */
  readonly figures: readonly FigureSpec[];
  /** By which its conditions read facts: the vocabularies as they stand at the instant that is decided about. */
  readonly codes: FactCodes;
  /** The end of all chains, also where no entry matches: a pool or a person, always with an alert. */
  readonly fallback: { readonly to: Holder; readonly alert: 'team-manager' | 'data-owner' };
}

/** A CEL expression of the document. */
export type Condition = Pick<CompiledExpression, 'source' | 'evaluate' | 'references'>;

/** Who is not asked in turn: a known customer, a VIP, a company that somebody has already (R2.4). */
export interface Bypass {
  readonly name: string;
  readonly kind: 'repeat' | 'vip' | 'related-owner';
  readonly when: Condition | null;
  /** `previous-owner`: who had a lead of this person last; `related-owner`: who owns another lead of the person or its company now. */
  readonly to: { readonly kind: 'previous-owner' } | { readonly kind: 'related-owner' } | { readonly kind: 'rep'; readonly rep: string };
  /** Chosen even where the holding or intake capacity is used up; absence always excludes. */
  readonly evenAtCapacity: boolean;
  /** Whether it is posted to the fairness account and moves the pointer. */
  readonly countsInFairness: boolean;
}

export interface Entry {
  readonly name: string;
  /** Null: always. */
  readonly when: Condition | null;
  readonly among: Among;
  readonly strategy: Strategy;
}

/** Who may be chosen; members of the policy's team unless said otherwise. `where` narrows by facts of the rep (and of the case). */
export interface Among {
  readonly team: string | null;
  readonly reps: readonly string[] | null;
  readonly where: Condition | null;
}

/**
 * Equals go in member order (rep id) where turns are taken; least-loaded, longest-waiting and best-fit draw among equals, by the recorded id of the
 * decision, so that nobody is favoured by a name and everybody can check it. `weights` by rep id, default 1, all above 0.
 * - round-robin, weighted: pointer grows by 1/weight at each turn, the lowest goes next.
 * - least-loaded: fewest open leads, where `weights` are given fewest per weight.
 * - longest-waiting: whose last assignment by this policy is longest ago; never assigned first.
 * - best-fit: highest value of `fit` (a number); unknown goes last.
 * - queue: no rep at all; the lead goes to (or stays in) a pool where people take it. No alert: somebody decided that it is to wait there.
 * - territory: the rep whose attribute `attribute` (of the profile; several separated by commas) contains the case's fact of that name; ties as round robin.
 */
export type Strategy =
  | { readonly kind: 'round-robin' | 'longest-waiting' }
  | { readonly kind: 'weighted'; readonly weights: Readonly<Record<string, number>> }
  | { readonly kind: 'least-loaded'; readonly weights: Readonly<Record<string, number>> | null }
  | { readonly kind: 'best-fit'; readonly fit: Condition }
  | { readonly kind: 'territory'; readonly attribute: string }
  | { readonly kind: 'queue'; readonly pool: string };

type UnavailabilitySource = 'absence' | 'working-time' | 'leave-announced';

/** R2.1: what makes a rep unavailable, for how short an absence nobody else is asked, who is asked instead, and whether the lead returns. */
export interface UnavailableRule {
  readonly sources: readonly UnavailabilitySource[];
  /** A rep who is back within so many minutes counts as there. */
  readonly graceMinutes: number;
  /** Asked in order where every candidate is excluded (or the one person that a bypass names is away). */
  readonly fallback: readonly FallbackStep[];
  /** Whether a lead that fell back because the first choice was away goes to the first choice at the end of the absence, if nobody has worked on it. */
  readonly returns: boolean;
}

export type FallbackStep =
  | { readonly kind: 'manager' }
  | { readonly kind: 'rep'; readonly rep: string }
  /** By round robin among its members who are available. */
  | { readonly kind: 'team'; readonly team: string }
  | { readonly kind: 'pool'; readonly pool: string };

/** R2.2: outside the team's working time. `assign-now` ignores working time as a reason to exclude; `on-call` asks whoever is on call. */
export type OutsideHours = 'assign-now' | 'hold-until-open' | 'on-call';

/** R2.3: an inquiry on another channel joins the lead and stays with the owner; while the owner is away `cover` tells the cover. */
export interface OtherChannels {
  readonly whileAbsent: 'owner' | 'cover';
  readonly notify: boolean;
}

export type FairnessMeasure = 'count' | 'valid_count' | 'expected_value';

/** R2.5: what a fair share is measured in, over how many days back, and from which deviation from the mean on it is a breach. */
export interface FairnessRule {
  readonly measure: FairnessMeasure;
  readonly windowDays: number;
  readonly tolerance: number;
  /** What one lead is worth under `expected_value`; unknown counts 0. Null under the other measures. */
  readonly value: Condition | null;
  /** A lead that is marked invalid is credited back to its rep: the turn is not lost. */
  readonly creditInvalid: boolean;
}

/** A number about a rep at the instant of the decision, from closings of leads that the rep owned. */
export interface FigureSpec {
  readonly name: string;
  /** Win rate: won / (won + lost), 0 to 1; unknown below `minimum` closings. Won, lost: how many. */
  readonly of: 'win-rate' | 'won' | 'lost';
  /** Only leads with this value of an attribute; `value` null: the value that the case has. */
  readonly having: { readonly attribute: string; readonly value: string | number | boolean | null } | null;
  /** Closings of so many days back; null: all. */
  readonly days: number | null;
  readonly minimum: number;
}
