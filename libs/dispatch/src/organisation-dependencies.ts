import { type EventLog } from '#libs/event-store';
import { type Clock } from '#libs/platform';
import { type OrganisationEnvelope } from './organisation-action.js';

export interface OrganisationDependencies {
  readonly log: EventLog;
  readonly keyedHash: (purpose: string, text: string) => string;
  readonly clock: Clock;
  /** IANA name; in it begin the days of who has no calendar. Default UTC. */
  readonly organisationZone?: string;
  /**
   * What a rep answers for who is about to be deactivated, in words: whoever leaves needs a successor for each. Where it is nothing, it stays so:
   * from then on the rep is given nothing to answer for. Default nothing.
   */
  readonly departing?: (rep: string, envelope: OrganisationEnvelope) => Promise<readonly string[]>;
}
