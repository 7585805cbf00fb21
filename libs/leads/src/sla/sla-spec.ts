import { type AlertRecipient, type EventData } from '#libs/contracts';
import { type Condition } from '../recycling/recycling-spec.js';
import { type SlaTest } from './sla-test.js';

/** Who is told of a breach: a person, the owner at the breach, who leads the team, or who answers for the data. */
export type Escalatee = { readonly owner: true } | AlertRecipient;

/** One service time of a policy. */
export interface SlaRule {
  /** `first-response`. */
  readonly name: string;
  /** Null: every lead. */
  readonly when: Condition | null;
  /** `captured`: once a lead; `assigned`: at each change of owner; `customer-message`: at each contact from outside that waits for an answer. */
  readonly starts: 'captured' | 'assigned' | 'customer-message';
  readonly stops: EventData<'lead.sla-started'>['stops'];
  /** Working time, in milliseconds. */
  readonly targetMs: number;
  readonly pausesWhileWaiting: boolean;
  /** In order; each has `acknowledgeWithinMs`. */
  readonly escalation: readonly Escalatee[];
  readonly acknowledgeWithinMs: number;
}

/** An SLA policy, read and compiled. */
export interface SlaSpec {
  /** In whose time it counts: the calendar of whoever has the lead (own, else of the team; of a pool, its team's), one by name, or all hours. */
  readonly calendar: { readonly kind: 'holder' } | { readonly kind: 'named'; readonly id: string } | { readonly kind: 'round-the-clock' };
  readonly clocks: readonly SlaRule[];
  readonly tests: readonly SlaTest[];
}
