import { type Span } from '#libs/calendar';
import { type EventData } from '#libs/contracts';
import { type CompiledExpression } from '#libs/expressions';

export type Condition = Pick<CompiledExpression, 'source' | 'evaluate'>;

/** One rule of a recycling policy: whose leads, for how long, and where they go. */
export interface RecyclingRule {
  readonly name: string;
  /** Null: every lead. Evaluated on `leadFactSchema`, when the lead is given to its holder. */
  readonly when: Condition | null;
  /** For so long from the beginning. */
  readonly period: Span;
  /** At least so long from each activity; null: activity changes nothing. */
  readonly extension: Span | null;
  /** At most so long from the beginning; null: no end. */
  readonly maximum: Span | null;
  readonly remindBefore: Span | null;
  readonly activity: EventData<'lead.protection-started'>['activity'];
  /** What keeps a lead although it is due; a lock always does. Evaluated when it is due. */
  readonly exempt: { readonly stages: readonly string[]; readonly when: Condition | null };
  readonly pool: string;
}

/** A recycling policy, read and compiled. Rules are tried in order; the first that matches decides. */
export interface RecyclingSpec {
  /** In whose days it counts; null: the organisation's. */
  readonly zone: string | null;
  readonly rules: readonly RecyclingRule[];
  readonly tests: readonly RecyclingTest[];
}

/** A case of the document: held from then on, with activity at these times, due at that time. Instants in milliseconds. */
export interface RecyclingTest {
  readonly name: string;
  readonly heldSince: number;
  readonly activities: readonly number[];
  readonly facts: Readonly<Record<string, unknown>>;
  /** Null: no rule matches. */
  readonly due: number | null;
}
