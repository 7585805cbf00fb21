import { type AssignmentDecision } from '#libs/contracts';
import { type EventToAppend } from '#libs/event-store';
import { derivedId } from '#libs/platform';
import { decideAssignment } from '../assignment/decide-assignment.js';
import { type DispatchFold } from '../assignment/dispatch-fold.js';
import { type PersonStanding } from '../assignment/assignment-case.js';
import { asRecorded, bytesOf, type Said, toAppend } from './decision-events.js';
import { caseOf, decisionIdOf, type ToDecide } from './waiting-leads.js';

/** A lead that could not be given, and why: its decision is void. */
export interface Refusal {
  readonly decision: AssignmentDecision;
  readonly because: 'lead-moved' | 'lead-closed' | 'refused' | 'policy-off' | 'impossible';
  readonly by: string | null;
  readonly refused: { readonly rep: string; readonly code: string; readonly message: string } | null;
}

/** One append to a team's stream stays below this: the log allows a mebibyte. */
const MAX_BYTES = 900_000;
const MAX_EVENTS = 400;

/**
 * Builds what is appended to `dispatch-<team>`: one append, or several where the team owes the log more than one takes. Each event is applied to
 * the fold at once, so that the next decision sees it; whoever cannot append what came of it must throw the fold away.
 */
export class TeamPass {
  /** In the order of the stream, which begins after revision `expected`. */
  readonly appends: EventToAppend[][] = [];
  readonly decisions: AssignmentDecision[] = [];
  readonly stream: string;
  readonly expected: number;
  /** Of the last append. */
  private bytes = 0;

  constructor(
    private readonly fold: DispatchFold,
    readonly team: string,
    readonly now: number,
    private readonly keyedHash: (purpose: string, text: string) => string,
  ) {
    this.stream = `dispatch-${team}`;
    this.expected = fold.revisionOf(team);
  }

  get isEmpty(): boolean {
    return this.appends.length === 0;
  }

  /** As much as one append takes. */
  get isFull(): boolean {
    return this.appends.length > 1 || this.bytes >= MAX_BYTES || (this.appends[0]?.length ?? 0) >= MAX_EVENTS;
  }

  /** Everything the team owes the log: what was overtaken, what could not be done, what follows from what people did, and whose time has come. */
  settle(refusals: readonly Refusal[]): void {
    const { work } = this.fold;
    for (const { team, decision, overtaken } of [...work.promises.values()])
      if (team === this.team && overtaken) this.supersede({ decision, ...overtaken, refused: null });
    for (const refusal of refusals) if (work.promises.get(refusal.decision.decisionId)) this.supersede(refusal);
    for (const owed of [...work.owed.values()]) {
      if (owed.team !== this.team || this.isFull) continue;
      const { key, causationId, type, data } = owed;
      const event = { type, data } as Said['event'];
      this.say({ event, commandId: derivedId('dispatch', key), causationId, policy: null, decisionId: data.decisionId });
    }
    const now = new Date(this.now).toISOString();
    for (const [leadId, { team, decision, until }] of [...work.held]) {
      if (team !== this.team || until > now || this.isFull) continue;
      const { decisionId, policy } = decision;
      this.say({
        event: { type: 'assignment.woken', data: { decisionId, leadId, dueAt: until } },
        commandId: derivedId('wake', decisionId),
        causationId: derivedId(this.stream, decisionId, 0),
        policy,
        decisionId,
        occurredAt: until,
      });
    }
  }

  /** Changes nothing: throws where a defect keeps this one lead from being decided about. */
  decide(todo: ToDecide, person: PersonStanding): AssignmentDecision {
    const { policy } = todo;
    const decisionId = decisionIdOf(todo, this.fold.revisionOf(this.team) + 1);
    return decideAssignment(policy.spec, policy.version, this.fold, caseOf(todo, decisionId, this.now, person));
  }

  /** The decision that was made last. */
  record({ lead }: ToDecide, decision: AssignmentDecision): void {
    const { decisionId } = decision;
    const type = decision.heldUntil === null ? 'assignment.decided' : 'assignment.held';
    this.say({ event: { type, data: decision }, commandId: decisionId, causationId: lead.inquiryId, policy: decision.policy, decisionId });
    this.decisions.push(decision);
  }

  private supersede({ decision, because, by, refused }: Refusal): void {
    const { decisionId, leadId, policy } = decision;
    this.say({
      event: { type: 'assignment.superseded', data: { decisionId, leadId, because, by, refused } },
      commandId: derivedId('supersede', decisionId),
      causationId: derivedId(this.stream, decisionId, 0),
      policy,
      decisionId,
    });
  }

  private say(said: Said): void {
    const event = toAppend(said, {
      stream: this.stream,
      now: this.now,
      lastKnownAt: this.fold.knownAtOf(this.team),
      keyedHash: this.keyedHash,
    });
    this.add(event);
    this.fold.applyOwn(asRecorded(event, this.stream, this.fold.revisionOf(this.team) + 1));
  }

  private add(event: EventToAppend): void {
    const bytes = bytesOf(event);
    const last = this.appends.at(-1);
    if (last && last.length < MAX_EVENTS && this.bytes + bytes <= MAX_BYTES) {
      last.push(event);
      this.bytes += bytes;
    } else {
      this.appends.push([event]);
      this.bytes = bytes;
    }
  }
}
