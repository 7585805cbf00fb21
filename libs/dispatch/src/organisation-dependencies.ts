import { type EventLog } from '#libs/event-store';
import { type Clock } from '#libs/platform';

export interface OrganisationDependencies {
  readonly log: EventLog;
  readonly keyedHash: (purpose: string, text: string) => string;
  readonly clock: Clock;
}
