import { type Span } from '#libs/calendar';
import { type EventData, type Holder } from '#libs/contracts';

/** The rule by which something was decided; null where an event does not name it. */
export interface RuleVersion {
  readonly name: string;
  readonly version: number;
}

/** Until when the holder keeps the lead. Instants in milliseconds since the epoch. */
export interface Protection {
  readonly protectionId: string;
  readonly policy: RuleVersion | null;
  readonly rule: string;
  /** It ends with the holding that this event began. */
  readonly ownershipEventId: string;
  readonly holder: Holder;
  readonly from: number;
  readonly zone: string;
  /** With all activity known. */
  readonly dueAt: number;
  readonly extension: Span | null;
  readonly maximumAt: number | null;
  readonly remindBefore: Span | null;
  readonly activity: EventData<'lead.protection-started'>['activity'];
  readonly lastActivity: { readonly followUpId: string; readonly at: number } | null;
  readonly pool: string;
  /** The due time the holder was last reminded of. */
  readonly remindedOf: number | null;
  /** The due time at which it was exempt; null: not, or the lead has changed since. */
  readonly exemptAt: number | null;
  /** When the lead changed after an exemption: recycled no earlier than this. */
  readonly askedAgainAt: number | null;
}

interface SlaPause {
  readonly from: number;
  readonly until: number | null;
}

/** One service time of a lead, running or over. Instants in milliseconds since the epoch. */
export interface SlaClock {
  readonly slaId: string;
  readonly clock: string;
  readonly policy: RuleVersion | null;
  readonly causeEventId: string;
  readonly from: number;
  /** As it stands; of one that is paused, before the pause. */
  readonly dueAt: number;
  readonly targetMs: number;
  readonly calendar: EventData<'lead.sla-started'>['calendar'];
  readonly pausesWhileWaiting: boolean;
  readonly stops: EventData<'lead.sla-started'>['stops'];
  readonly pauses: readonly SlaPause[];
  readonly paused: { readonly waitingId: string; readonly remainingMs: number } | null;
  readonly breachedAt: number | null;
  readonly met: { readonly at: number; readonly by: string | null; readonly late: boolean; readonly elapsedMs: number } | null;
  /** The lead was closed before. */
  readonly droppedAt: number | null;
}

/** What is to be done next. */
interface NextAction {
  readonly actionId: string;
  readonly plannedAt: number;
  readonly action: string;
  readonly dueAt: number;
  readonly by: string | null;
  /** It was noticed that nobody did it. */
  readonly overdue: boolean;
}

interface Waiting {
  readonly waitingId: string;
  readonly on: EventData<'lead.waiting-declared'>['on'];
  readonly for: string;
  readonly from: number;
  readonly until: number;
}

export interface Contract {
  readonly contractId: string;
  /** Since when it is known; its renewal comes up no earlier. */
  readonly datedAt: number;
  readonly endsOn: string;
  readonly zone: string;
  readonly noticeDays: number;
  readonly action: string;
  /** Its renewal has come up. */
  readonly renewed: boolean;
}

/** Everything of a lead that waits for its time. */
export interface LeadClocks {
  readonly protection: Protection | null;
  readonly slas: readonly SlaClock[];
  readonly nextAction: NextAction | null;
  readonly waiting: Waiting | null;
  /** Of a lead that was closed as not now. */
  readonly revisit: { readonly closedEventId: string; readonly at: number; readonly reason: string | null } | null;
  readonly contract: Contract | null;
}

export const noClocks: LeadClocks = { protection: null, slas: [], nextAction: null, waiting: null, revisit: null, contract: null };

/** Still to be met: neither met nor dropped. A breached one runs on until somebody answers. */
export const isRunning = ({ met, droppedAt }: SlaClock): boolean => met === null && droppedAt === null;
