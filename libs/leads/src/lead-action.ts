import { type Attributes, type Holder, type Money } from '#libs/contracts';

/** What an outside sender or an import says about the person; taken as it comes, normalised and judged at intake. */
export interface ContactInput {
  readonly name?: string;
  readonly phones?: readonly string[];
  readonly emails?: readonly string[];
  /** `network:name`, e.g. `telegram:@ana`. */
  readonly handles?: readonly string[];
}

export interface CaptureInquiry {
  readonly do: 'capture-inquiry';
  /** Missing or blank: recorded as `unknown` with a finding. */
  readonly source?: string;
  readonly channel?: string;
  readonly medium?: string;
  readonly campaign?: string;
  readonly externalSource?: string;
  readonly externalId?: string;
  readonly contact?: ContactInput;
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** The raw message, any JSON; kept sealed. */
  readonly payload?: unknown;
  /** Who has the new lead; default the pool `intake`. Ignored where the inquiry joins a lead that exists. */
  readonly holder?: Holder;
  readonly team?: string;
}
export interface ChangeAttributes {
  readonly do: 'change-attributes';
  readonly attributes: Attributes;
}
export interface AssignLead {
  readonly do: 'assign-lead';
  readonly to: Holder;
  /** The team the period counts for; default the rep's team at the time. */
  readonly team?: string;
  readonly reason?: string;
  /** The revision of the lead that was decided on: refused (`LEAD.MOVED`) where it has gone to someone else since. */
  readonly decidedOn?: number;
  /** Whatever limits the rep has reached; needs the right `overrule-limits`. */
  readonly evenAtCapacity?: boolean;
}
export interface ClaimLead {
  readonly do: 'claim-lead';
  readonly rep: string;
  readonly team?: string;
  readonly reason?: string;
}
export interface TransferLead {
  readonly do: 'transfer-lead';
  readonly to: Holder;
  readonly team?: string;
  readonly reason: string;
  readonly evenAtCapacity?: boolean;
}
/** From one pool to another. */
export interface MoveLead {
  readonly do: 'move-lead';
  readonly pool: string;
  readonly reason: string;
}
/** Exempt from recycling and from claims. */
export interface LockLead {
  readonly do: 'lock-lead';
  /** ISO 8601 instant; without it until the lead is unlocked. */
  readonly until?: string;
  readonly reason: string;
}
export interface UnlockLead {
  readonly do: 'unlock-lead';
  readonly reason?: string;
}
/** A rep asks to see a lead that the visibility in force keeps from it. */
export interface RequestAccess {
  readonly do: 'request-access';
  readonly reason: string;
}
export interface DecideAccessRequest {
  readonly do: 'decide-access';
  readonly requestId: string;
  readonly granted: boolean;
  /** ISO 8601 instant; without it until further notice. */
  readonly until?: string;
  readonly reason?: string;
}
export interface ReleaseLead {
  readonly do: 'release-lead';
  /** Default: what the release routes say, else `intake`. */
  readonly pool?: string;
  readonly reason?: string;
}
export interface RecycleLead {
  readonly do: 'recycle-lead';
  readonly pool?: string;
  readonly reason?: string;
  /** Under a rule: the protection that is over, and when it was due (ISO 8601). Refused where that is not so. */
  readonly rule?: { readonly protectionId: string; readonly dueAt: string };
}
/** Since when is `occurredAt` of the envelope. */
export interface CorrectOwnership {
  readonly do: 'correct-ownership';
  readonly to: Holder;
  readonly team?: string;
  /** ISO 8601 instant; without it the correction holds until the next ownership event. */
  readonly until?: string;
  readonly reason: string;
}
export interface RecordFollowUp {
  readonly do: 'record-follow-up';
  readonly type: string;
  readonly direction: 'outbound' | 'inbound' | 'internal';
  readonly outcome?: string;
  readonly automatic?: boolean;
  /** The rep who made it; default the acting rep. */
  readonly by?: string;
  /** Kept sealed. */
  readonly note?: string;
}
export interface PlanNextAction {
  readonly do: 'plan-next-action';
  readonly action: string;
  /** ISO 8601 instant. */
  readonly dueAt: string;
  /** Default the owner. */
  readonly by?: string;
}
/** `actionId`: the action meant; refused where another stands by now. */
export interface CompleteNextAction {
  readonly do: 'complete-next-action';
  readonly actionId?: string;
  readonly note?: string;
}
export interface MoveNextAction {
  readonly do: 'move-next-action';
  readonly actionId?: string;
  /** ISO 8601 instant. */
  readonly dueAt: string;
  /** Default as before. */
  readonly by?: string;
  readonly reason?: string;
}
export interface CancelNextAction {
  readonly do: 'cancel-next-action';
  readonly actionId?: string;
  readonly reason?: string;
}
export interface DeclareWaiting {
  readonly do: 'declare-waiting';
  /** Default `customer`: clocks that stop while one waits for the customer stop. */
  readonly on?: 'customer' | 'colleague' | 'other';
  readonly for: string;
  /** ISO 8601 instant: then it is taken up again. */
  readonly until: string;
}
export interface SetContract {
  readonly do: 'set-contract';
  /** `2027-03-31`. */
  readonly endsOn: string;
  /** IANA name: where the day begins. */
  readonly zone: string;
  /** How many days before the end the renewal comes up; default 90. */
  readonly noticeDays?: number;
  readonly action?: string;
}
export interface EnterStage {
  readonly do: 'enter-stage';
  readonly stage: string;
  readonly process?: string;
}
export interface WinLead {
  readonly do: 'win-lead';
  readonly value?: Money;
  readonly reason?: string;
}
export interface LoseLead {
  readonly do: 'lose-lead';
  readonly reason?: string;
}
export interface CloseLead {
  readonly do: 'close-lead';
  readonly disposition: string;
  readonly reason?: string;
  /** ISO 8601 instant; needed for `not_now`: then it is opened again, with a next action for the owner of that day. */
  readonly revisitAt?: string;
}
export interface ReopenLead {
  readonly do: 'reopen-lead';
  readonly reason?: string;
}
export interface MarkLeadInvalid {
  readonly do: 'mark-lead-invalid';
  readonly reason: string;
}

/** Every action on a lead; `do` is the name of the command's folder. */
export type LeadAction =
  | CaptureInquiry
  | ChangeAttributes
  | AssignLead
  | ClaimLead
  | TransferLead
  | MoveLead
  | LockLead
  | UnlockLead
  | RequestAccess
  | DecideAccessRequest
  | ReleaseLead
  | RecycleLead
  | CorrectOwnership
  | RecordFollowUp
  | PlanNextAction
  | CompleteNextAction
  | MoveNextAction
  | CancelNextAction
  | DeclareWaiting
  | SetContract
  | EnterStage
  | WinLead
  | LoseLead
  | CloseLead
  | ReopenLead
  | MarkLeadInvalid;
