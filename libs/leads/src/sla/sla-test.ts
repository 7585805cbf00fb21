import { type TestHours, type TestInquiry } from '#libs/dispatch';

/** What can happen to a lead in a test case. */
export const happenings = ['captured', 'assigned', 'customer-message', 'outbound', 'automatic-reply', 'waiting-for-customer'] as const;
export type Happening = (typeof happenings)[number];

export const answers = ['in-time', 'late', 'never'] as const;

/** A test case of an SLA policy: what happens to one lead, and what must come of the clocks. */
export interface SlaTest {
  readonly name: string;
  /** Of whoever has the lead, where the policy counts in the hours of a calendar; null: every hour is working time. */
  readonly hours: TestHours | null;
  readonly inquiry: TestInquiry;
  /** In their order; the first captures the lead. Milliseconds since the epoch. */
  readonly happens: readonly { readonly what: Happening; readonly at: number }[];
  readonly expect: readonly SlaTestExpectation[];
}

/** Of one clock; where it has run several times, of the last. */
export interface SlaTestExpectation {
  readonly clock: string;
  /** Milliseconds since the epoch; null: it never begins. */
  readonly due: number | null;
  /** Null: not compared. */
  readonly answered: (typeof answers)[number] | null;
}
