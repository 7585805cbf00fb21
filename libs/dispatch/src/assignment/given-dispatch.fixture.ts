import { type AssignmentDecision, type EventData, type EventType, type Holder, type PositionedEvent } from '#libs/contracts';
import { derivedId } from '#libs/platform';
import { compileAssignment } from '../assignment-policy/compile-assignment.js';
import { policyDocument } from '../dispatcher/policy-document.fixture.js';
import { caseOf, decidersOf, decisionIdOf } from '../dispatcher/waiting-leads.js';
import { type PersonStanding, nobodyKnown } from './assignment-case.js';
import { decideAssignment } from './decide-assignment.js';
import { DispatchFold } from './dispatch-fold.js';
import { type HolderRule } from './lead-book.js';

type Policy = Parameters<typeof policyDocument>[0];

interface Said {
  readonly by?: string;
  readonly kind?: 'person' | 'automation' | 'import';
  readonly decisionId?: string;
  readonly importId?: string;
}

/** A log written by hand, event by event, and the fold that follows it. */
export class GivenLog {
  readonly events: PositionedEvent[] = [];
  readonly fold: DispatchFold;
  private readonly revisions = new Map<string, number>();

  constructor(
    public now = Date.parse('2026-03-03T10:00:00.000Z'),
    readonly rule: HolderRule = () => null,
  ) {
    this.fold = this.empty();
  }

  empty = (): DispatchFold => new DispatchFold({ compile: compileAssignment, holderRule: this.rule });

  tell<T extends EventType>(
    stream: string,
    type: T,
    data: EventData<T>,
    { by = 'Mia', kind = 'person', decisionId, importId }: Said = {},
  ): PositionedEvent {
    const revision = (this.revisions.get(stream) ?? -1) + 1;
    this.revisions.set(stream, revision);
    const at = new Date(this.now).toISOString();
    const commandId = `${stream} ${revision}`;
    const event = {
      type,
      data,
      stream,
      revision,
      position: this.events.length + 1,
      id: derivedId(stream, commandId, 0),
      metadata: {
        actor: { kind, id: by, assurance: 'test' },
        commandId,
        commandHash: '',
        correlationId: commandId,
        causationId: commandId,
        occurredAt: { precision: 'instant', value: at },
        knownAt: at,
        schemaVersion: 1,
        ...(decisionId !== undefined && { decisionId }),
        ...(importId !== undefined && { importId }),
      },
    } as PositionedEvent;
    this.events.push(event);
    const needs = this.fold.needsStream(event);
    this.fold.apply(event, needs === null ? undefined : this.events.filter((each) => each.stream === stream));
    return event;
  }

  hire(team: string, ...reps: readonly string[]): this {
    if (!this.fold.team(team)) this.tell(`team-${team}`, 'team.created', { teamId: team, name: team, attributes: {} });
    for (const rep of reps) {
      if (!this.fold.rep(rep)) this.tell(`rep-${rep}`, 'rep.joined', { repId: rep, name: rep, attributes: {} });
      this.tell(`rep-${rep}`, 'rep.team-joined', { team });
    }
    return this;
  }

  /** Working hours of a team: by default Monday to Friday, nine to five, Berlin. */
  hours(team: string, hours: [string, string] = ['09:00', '17:00'], zone = 'Europe/Berlin'): this {
    const weekly = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'] as ('mon' | 'tue' | 'wed' | 'thu' | 'fri')[], hours: [hours] }];
    const about = { calendarId: team, version: 1, name: team, zone, weekly, exceptions: [], effectiveFrom: null, sources: [] };
    this.tell(`calendar-${team}`, 'calendar.published', { ...about, document: '-', documentHash: '-', reason: 'test' });
    this.tell(`team-${team}`, 'team.calendar-set', { calendar: team });
    return this;
  }

  /** The next version of a vocabulary of one attribute: codes with how else they are written. */
  vocabulary(attribute: string, codes: Readonly<Record<string, readonly string[]>>): this {
    const version = (this.revisions.get(`vocabulary-${attribute}`) ?? -1) + 2;
    const listed = Object.entries(codes).map(([code, aliases]) => `  ${code}: { aliases: ${JSON.stringify(aliases)} }`);
    const document = [`vocabulary: ${attribute}`, `title: ${attribute}`, `attributes: [${attribute}]`, 'codes:', ...listed].join('\n');
    const effectiveFrom = new Date(this.now).toISOString();
    const published = { name: attribute, version, document, documentHash: `${version} ${document}`, effectiveFrom, reason: 'test' };
    this.tell(`vocabulary-${attribute}`, 'vocabulary.published', published);
    return this;
  }

  enforce(policy: Policy, version = 1, move: 'activated' | 'put-to-test' = 'activated'): this {
    const document = policyDocument(policy);
    const name = policy?.name ?? 'north';
    const stream = `policy-assignment-${name}`;
    const drafted = { kind: 'assignment', name, version, owner: 'Mia', effectiveFrom: null, reviewBy: null, reason: 'test' };
    this.tell(stream, 'policy.drafted', { ...drafted, document, documentHash: `${name} ${version} ${document}` });
    if (move === 'put-to-test') this.tell(stream, 'policy.put-to-test', { version, reason: 'test' });
    else this.tell(stream, 'policy.activated', { version, effectiveFrom: new Date(this.now).toISOString(), answers: [], reason: 'test' });
    return this;
  }

  capture(
    leadId: string,
    attributes: Record<string, string | number | boolean> = {},
    said: Said & { holder?: Holder; channel?: string } = {},
  ): string {
    const { holder = { kind: 'pool', id: 'intake' }, channel = 'search', ...by } = said;
    const inquiry = {
      inquiryId: `inquiry of ${leadId}`,
      source: 'web',
      channel,
      medium: null,
      campaign: null,
      externalSource: null,
      externalId: null,
      attributes,
      contactPoints: [],
      payloadHash: null,
      sealed: null,
    };
    this.tell(`lead-${leadId}`, 'lead.captured', { leadId, personId: null, holder, team: null, inquiry }, by);
    return leadId;
  }

  move(
    leadId: string,
    to: Holder,
    type: 'lead.assigned' | 'lead.claimed' | 'lead.transferred' | 'lead.released' = 'lead.transferred',
    said: Said = {},
  ): this {
    const previous = this.fold.leads.get(leadId)?.holder ?? { kind: 'unknown' as const };
    this.tell(`lead-${leadId}`, type, { to, team: null, previous, reason: 'test' }, said);
    return this;
  }

  /** Decides about everything that waits, as the dispatcher does, and tells the log; `give` tells the leads too. */
  decide({ give = true, person = nobodyKnown }: { give?: boolean; person?: PersonStanding } = {}): AssignmentDecision[] {
    const { fold, now } = this;
    const waiting = [...fold.work.fresh]
      .flatMap((leadId) => fold.leads.get(leadId) ?? [])
      .sort((a, b) => a.arrived.position - b.arrived.position);
    fold.work.fresh.clear();
    const decisions: AssignmentDecision[] = [];
    for (const lead of waiting) {
      const standing = { ...person, relatedOwner: person.relatedOwner ?? fold.leads.relatedOwner(lead) };
      for (const todo of decidersOf(lead, fold, fold.policiesAt(now), now, standing)) {
        const { spec, version } = todo.policy;
        const decisionId = decisionIdOf(todo, fold.revisionOf(spec.team) + 1);
        const decision = decideAssignment(
          spec,
          version,
          fold,
          caseOf({ ...todo, lead: fold.leads.get(lead.leadId)! }, decisionId, now, standing),
        );
        decisions.push(decision);
        this.tell(`dispatch-${spec.team}`, decision.heldUntil === null ? 'assignment.decided' : 'assignment.held', decision, {
          by: spec.name,
          kind: 'automation',
        });
        if (give && decision.mode === 'live' && decision.chosen && fold.work.promises.isPromised(lead.leadId))
          this.move(lead.leadId, decision.chosen, 'lead.assigned', { by: `${spec.name}@${version}`, kind: 'automation', decisionId });
      }
    }
    return decisions;
  }

  /** Who was chosen, one after the other. */
  turns(count: number, said: Parameters<GivenLog['decide']>[0] = {}): string[] {
    return Array.from({ length: count }, () => {
      this.capture(`lead ${this.events.length}`);
      return chosenOf(this.decide(said)[0]!);
    });
  }
}

export const chosenOf = ({ chosen }: AssignmentDecision): string => (chosen && chosen.kind !== 'unknown' ? chosen.id : '-');

/** What of a fold two may be compared by. */
export const stateOf = (fold: DispatchFold): unknown => JSON.parse(JSON.stringify({ saved: fold.save(), leads: [...fold.leads.values()] }));
