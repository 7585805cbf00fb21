import { type EventLog } from '#libs/event-store';
import { type Clock } from '#libs/platform';
import { type OpeningBalance } from './opening-postings.js';

/** Counts from the read models, once they have reached the command that the token stands for. `since`: ISO, inclusive. */
export type CountHoldings = (rep: string, since: string, token: string) => Promise<OpeningBalance>;

export interface RepLimitsDependencies {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly keyedHash: (purpose: string, text: string) => string;
  /** Of reps where neither their calendar nor their team's says a zone. */
  readonly organisationZone: string;
  readonly countHoldings: CountHoldings;
}
