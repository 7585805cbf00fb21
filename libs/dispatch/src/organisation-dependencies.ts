import { type EventLog } from '#libs/event-store';
import { type Clock } from '#libs/platform';

export interface OrganisationDependencies {
  readonly log: EventLog;
  readonly keyedHash: (purpose: string, text: string) => string;
  readonly clock: Clock;
  /** IANA name; in it begin the days of who has no calendar. Default UTC. */
  readonly organisationZone?: string;
  /** What a person answers for, in words: whoever leaves needs a successor for each. Default nothing. */
  readonly dutiesOf?: (rep: string) => Promise<readonly string[]>;
}
