import { type Attributes, type Holder, type Money } from '#libs/contracts';
import { type LeadStatus } from '../lead-state.js';
import { type StatedTime } from '../ownership/stated-time.js';
import { type SpeedToLead } from './speed-to-lead.js';

/** What was planned and neither done nor replaced. */
interface PlannedAction {
  readonly actionId: string;
  readonly action: string;
  /** ISO, UTC. */
  readonly dueAt: string;
  readonly by: string | null;
}

/** A service time of the lead, as it stands. Instants ISO, UTC. */
export interface SlaMark {
  readonly slaId: string;
  readonly clock: string;
  /** `name@version`. */
  readonly policy: string | null;
  readonly state: 'running' | 'paused' | 'breached' | 'met' | 'met-late' | 'dropped';
  readonly from: string;
  readonly dueAt: string;
  readonly breachedAt: string | null;
  readonly metAt: string | null;
}

export interface FollowUpMark {
  readonly at: StatedTime;
  readonly type: string;
  readonly by: string | null;
}

/** One lead at one instant: everything a queue, a list or a detail page says of it, without personal data. */
export interface LeadCard {
  readonly lead: string;
  readonly externalSource: string | null;
  readonly externalId: string | null;
  readonly personIds: readonly string[];
  readonly status: Exclude<LeadStatus, 'none'>;
  readonly capturedAt: StatedTime;
  /** Of the inquiry that made the lead: origin survives everything that follows. */
  readonly origin: {
    readonly inquiryId: string;
    readonly source: string;
    readonly channel: string;
    readonly medium: string | null;
    readonly campaign: string | null;
    readonly payloadHash: string | null;
  };
  readonly inquiries: number;
  /** Later inquiries that joined the lead, each with the one it repeats: the first. */
  readonly repeats: readonly {
    readonly inquiryId: string;
    readonly duplicateOf: string;
    readonly at: StatedTime;
    readonly source: string;
    readonly channel: string;
    readonly payloadHash: string | null;
  }[];
  /** How long it took until somebody spoke to the customer, whole seconds of the clock on the wall, in the parts that different people answer for. */
  readonly speedToLead: SpeedToLead;
  readonly channels: readonly string[];
  readonly attributes: Attributes;
  readonly holder: Holder;
  readonly owner: string | null;
  readonly team: string | null;
  /** Since when the present holder has it. */
  readonly heldSince: StatedTime;
  readonly stage: string | null;
  readonly stageSince: StatedTime | null;
  /** All, automatic ones included. */
  readonly followUps: number;
  /** The latest that a human made, whoever; automatic acknowledgements are none. */
  readonly lastFollowUp: FollowUpMark | null;
  /** The latest that the present owner made since it became theirs; null: untouched by its owner. */
  readonly lastOwnerFollowUp: FollowUpMark | null;
  /** No human has ever followed up. */
  readonly untouched: boolean;
  readonly untouchedByOwner: boolean;
  /** The last human follow-up, or where there is none the capture: idle time counts from here and from nothing else. */
  readonly idleSince: StatedTime;
  readonly nextAction: PlannedAction | null;
  readonly waitingFor: { readonly on: string; readonly for: string; readonly until: string } | null;
  /** When the lead goes back to a pool if nothing happens, and the last moment it can; null: no rule takes it. ISO, UTC. */
  readonly recycleDueAt: string | null;
  readonly recycleLatestAt: string | null;
  readonly recyclePolicy: string | null;
  readonly slas: readonly SlaMark[];
  /** Of a lead that was closed as not now. */
  readonly revisitAt: string | null;
  readonly contractEndsOn: string | null;
  readonly closed: {
    readonly at: StatedTime;
    readonly reason: string | null;
    readonly disposition: string | null;
    readonly value: Money | null;
  } | null;
  readonly handOvers: number;
  readonly reopened: number;
  /** Bounds in milliseconds for comparing; null where history does not say (−∞). */
  readonly order: { readonly heldSince: number | null; readonly idleSince: number | null; readonly stageSince: number | null };
}
