import { type VisibilityReader } from '#libs/access';
import { type OrganisationReader, type RepLimits } from '#libs/dispatch';
import { type EventLog } from '#libs/event-store';
import { type TextRecogniser, type ValueJudge } from '#libs/governance';
import { type Clock } from '#libs/platform';
import { type SeenStreams } from '#libs/projections';
import { type IdentityRegistry } from './identity/identity-registry.js';
import { type KeyedHash, type Sealer } from './ports.js';

export interface LeadDependencies {
  readonly log: EventLog;
  readonly organisation: OrganisationReader;
  /** What a rep may hold and take, exact under concurrency. */
  readonly limits: RepLimits;
  /** What a rep may see of leads that are not its own. */
  readonly visibility: VisibilityReader;
  readonly identity: IdentityRegistry;
  /** The vocabularies that what is entered is checked by; without it there are none. */
  readonly loadJudge?: () => Promise<ValueJudge>;
  /** What is taken from free text; without it nothing is. */
  readonly loadRecogniser?: () => Promise<TextRecogniser>;
  readonly sealer: Sealer;
  readonly keyedHash: KeyedHash;
  readonly clock: Clock;
  /** Of whoever follows the log anyway: saves reading each lead. What comes of it is as exact as without. */
  readonly seen?: SeenStreams | undefined;
  /** ISO 3166 country for phone numbers written without a country code; null: such numbers cannot be read. */
  readonly defaultCountry: string | null;
}
