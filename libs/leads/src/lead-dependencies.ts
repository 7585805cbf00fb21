import { type OrganisationReader } from '#libs/dispatch';
import { type EventLog } from '#libs/event-store';
import { type Clock } from '#libs/platform';
import { type IdentityRegistry } from './identity/identity-registry.js';
import { type KeyedHash, type Sealer } from './ports.js';

export interface LeadDependencies {
  readonly log: EventLog;
  readonly organisation: OrganisationReader;
  readonly identity: IdentityRegistry;
  readonly sealer: Sealer;
  readonly keyedHash: KeyedHash;
  readonly clock: Clock;
  /** ISO 3166 country for phone numbers written without a country code; null: such numbers cannot be read. */
  readonly defaultCountry: string | null;
}
