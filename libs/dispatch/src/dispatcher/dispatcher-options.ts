import { type AssignmentDecision } from '#libs/contracts';
import { type EventLog } from '#libs/event-store';
import { type Clock, type Logger } from '#libs/platform';
import { type Pool } from 'pg';
import { type HolderRule } from '../assignment/lead-book.js';
import { type CompileAssignment } from '../assignment/policy-book.js';
import { type OrganisationReader } from '../organisation-reader.port.js';
import { type TellAlert } from './dispatch-alerts.js';
import { type LeadGiver } from './lead-giver.port.js';

export interface DispatcherOptions {
  /** Holds the spine, the read models and the schema `dispatch`. */
  readonly pool: Pool;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly keyedHash: (purpose: string, text: string) => string;
  readonly compile: CompileAssignment;
  readonly holderRule: HolderRule;
  /** Made once; `organisation` answers from the fold of this dispatcher. */
  readonly giver: (organisation: (log: OrganisationReader) => OrganisationReader) => LeadGiver;
  readonly raiseAlert: TellAlert;
  /** Told of every decision that stands in the log; for measuring. */
  readonly onDecided?: (decisions: readonly AssignmentDecision[]) => void;
}
