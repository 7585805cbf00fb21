import { type AssignmentDecision, type EventData, type PositionedEvent, type RecordedLedgerEvent } from '#libs/contracts';
import { VocabularyBook } from '#libs/governance';
import { type FigureSpec } from '../assignment-policy/assignment-spec.js';
import { type WantedValue } from './closing-book.js';
import { accountOf, type DispatchState } from './dispatch-state.js';
import { type HolderRule, LeadBook, type Moved, sameHolder } from './lead-book.js';
import { type OpenLead } from './open-lead.js';
import { OrganisationBook } from './organisation-book.js';
import { type CompileAssignment, type PolicyAtWork, PolicyBook } from './policy-book.js';
import { creditOwed, overrideOwed } from './owed-events.js';
import { alertOf, automaticOf } from './promised.js';
import { TurnBook } from './turn-book.js';
import { alertKey, overrideKey, type Promised, WorkBook } from './work-book.js';

export interface FoldOptions {
  readonly compile: CompileAssignment;
  readonly holderRule: HolderRule;
}

/** What `save` gives, beside open leads, organisation and policies. JSON. */
export interface SavedFold {
  readonly position: number;
  readonly loads: unknown;
  readonly closings: unknown;
  readonly turns: unknown;
  readonly work: unknown;
  readonly last: readonly (readonly [string, { readonly revision: number; readonly knownAt: string }])[];
}

const DISPATCH = 'dispatch-';

/**
 * Everything dispatch knows, folded event by event in log order. It looks at nothing else, so whoever folds the same log knows the same.
 *
 * The events of its own decisions may be applied as soon as they are appended (`applyOwn`), before the log brings them back: a decision sees the
 * log up to `position` and the decisions of its own stream before it. They are skipped when they come.
 *
 * Memory grows with open leads, reps and what is still to be done, not with the log.
 */
export class DispatchFold implements DispatchState {
  position = 0;
  readonly organisation = new OrganisationBook();
  readonly leads = new LeadBook();
  readonly work = new WorkBook();
  readonly vocabularies = new VocabularyBook();
  readonly policies: PolicyBook;
  private readonly turnBook = new TurnBook();
  /** By dispatch stream: the event applied last. */
  private readonly last = new Map<string, { readonly revision: number; readonly knownAt: string }>();
  private pools: ReadonlySet<string> = new Set();

  constructor(private readonly options: FoldOptions) {
    this.policies = new PolicyBook(options.compile);
  }

  rep = (id: string) => this.organisation.rep(id);
  team = (id: string) => this.organisation.team(id);
  pool = (id: string) => this.organisation.pool(id);
  calendar = (id: string) => this.organisation.calendar(id);
  coolDownMinutes = (pool: string) => this.organisation.coolDownMinutes(pool);
  membersOf = (team: string, at: number) => this.organisation.membersOf(team, at);
  load = (rep: string) => this.leads.loads.of(rep);
  turns = (account: string) => this.turnBook.of(account);
  closings = (rep: string, figure: FigureSpec, wanted: WantedValue, at: number) => this.leads.closings.of(rep, figure, wanted, at);

  /** The lead whose stream, up to and with this event, `apply` must be given; null: the event is enough. */
  needsStream(event: PositionedEvent): string | null {
    if (!event.stream.startsWith('lead-')) return null;
    const leadId = event.stream.slice('lead-'.length);
    return this.leads.needsStream(leadId, event) ? leadId : null;
  }

  /** The next event of the log. */
  apply(event: PositionedEvent, stream?: readonly PositionedEvent[]): void {
    this.position = event.position;
    const dash = event.stream.indexOf('-');
    const category = event.stream.slice(0, dash);
    const id = event.stream.slice(dash + 1);
    switch (category) {
      case 'lead':
        return this.applyLead(id, event, stream);
      case 'policy':
        this.policies.apply(event.stream, event);
        this.pools = this.policies.pools();
        return this.work.refresh();
      case 'vocabulary':
        return this.vocabularies.apply(event);
      case 'dispatch':
        return this.applyOwn(event);
      case 'alert':
        if (event.type === 'alert.raised') this.work.alerts.delete(event.data.key);
        return;
      default:
        return this.organisation.apply(category, id, event);
    }
  }

  /** An event of a dispatch stream, from the log or just appended. */
  applyOwn(event: RecordedLedgerEvent): void {
    if (event.revision <= (this.last.get(event.stream)?.revision ?? -1)) return;
    this.last.set(event.stream, { revision: event.revision, knownAt: event.metadata.knownAt });
    const team = event.stream.slice(DISPATCH.length);
    switch (event.type) {
      case 'assignment.decided':
      case 'assignment.held':
        this.turnBook.decided(event.data);
        return event.data.mode === 'live' ? this.decided(team, event.data) : this.tested(event.data);
      case 'assignment.woken':
        this.work.held.delete(event.data.leadId);
        return this.waitAgain(event.data.leadId, null);
      case 'assignment.superseded':
        return this.superseded(event.data);
      case 'assignment.overridden':
        this.work.owed.delete(overrideKey(event.data.eventId));
        return;
      case 'fairness.posted': {
        const { postingId, account, rep, turns, weight } = event.data;
        this.work.owed.delete(postingId);
        return this.turnBook.posted(account, rep, turns, weight);
      }
      default:
        return;
    }
  }

  /** The policies that decide at an instant, reading facts by the vocabularies in force then. */
  policiesAt(at: number): readonly PolicyAtWork[] {
    const { library } = this.vocabularies;
    return this.policies.atWork(at, library.codes(library.inForce(new Date(at).toISOString())));
  }

  /** Up to here the log says nothing more. */
  passed(position: number): void {
    this.position = Math.max(this.position, position);
  }

  /** By dispatch stream: what of it was applied. */
  get applied(): ReadonlyMap<string, { readonly revision: number }> {
    return this.last;
  }

  /** The revision of a team's dispatch stream as applied; −1: no decision yet. */
  revisionOf(team: string): number {
    return this.last.get(DISPATCH + team)?.revision ?? -1;
  }

  /** Recorded time of its last event; null before the first. */
  knownAtOf(team: string): string | null {
    return this.last.get(DISPATCH + team)?.knownAt ?? null;
  }

  /** Everything but open leads, organisation and policies, which stand in the log by themselves. */
  save(): SavedFold {
    const { loads, closings } = this.leads;
    return {
      position: this.position,
      loads: loads.toJSON(),
      closings: closings.toJSON(),
      turns: this.turnBook.toJSON(),
      work: this.work.toJSON(),
      last: [...this.last],
    };
  }

  /** What was saved, into a fold that has been told of organisation and policies up to the same position. */
  restore({ position, loads, closings, turns, work, last }: SavedFold, leads: readonly OpenLead[]): void {
    this.position = position;
    this.leads.restore(leads);
    this.leads.loads.restore(loads);
    this.leads.closings.restore(closings);
    this.turnBook.restore(turns);
    this.work.restore(work);
    for (const [stream, known] of last) this.last.set(stream, known);
  }

  private applyLead(leadId: string, event: PositionedEvent, stream: readonly PositionedEvent[] | undefined): void {
    const promised = this.work.promises.get(leadId);
    const fulfils = promised !== undefined && event.metadata.decisionId === promised.decision.decisionId;
    const moved = stream
      ? this.leads.retell(leadId, stream, this.options.holderRule)
      : this.leads.apply(leadId, event, fulfils ? automaticOf(promised) : null);
    if (moved) this.moved(leadId, event, moved, fulfils);
    else if (this.work.waiting.has(leadId) && (event.type === 'lead.inquiry-received' || event.type === 'lead.attributes-changed'))
      this.work.fresh.add(leadId);
    if (event.type === 'lead.follow-up-recorded' && !event.data.automatic) this.work.returns.delete(leadId);
  }

  private moved(leadId: string, event: PositionedEvent, { before, after }: Moved, fulfils: boolean): void {
    const { work } = this;
    if (after && before && after.arrived === before.arrived) return;
    const promised = work.promises.get(leadId);
    if (fulfils) this.fulfilled(leadId, promised!, event.revision);
    else if (promised && !promised.overtaken)
      this.overtake(leadId, promised, after ? 'lead-moved' : 'lead-closed', event.metadata.actor.id);
    if (!fulfils) work.returns.delete(leadId);
    if (before) this.oweFor(before, after, event);
    work.held.delete(leadId);
    work.settle(leadId);
    if (after && after.arrived.by === 'command' && isIn(this.pools, after)) work.wait(leadId);
  }

  private fulfilled(leadId: string, { team, decision }: Promised, leadRevision: number): void {
    this.release(decision);
    this.work.promises.delete(leadId);
    const { decisionId, returns } = decision;
    if (returns) this.work.returns.set(leadId, { team, decisionId, ...returns, leadRevision });
  }

  private overtake(leadId: string, promised: Promised, because: 'lead-moved' | 'lead-closed', by: string | null): void {
    this.release(promised.decision);
    this.work.promises.set(leadId, { ...promised, overtaken: { because, by } });
  }

  private release({ chosen }: AssignmentDecision): void {
    if (chosen?.kind === 'person') this.leads.loads.promise(chosen.id, -1);
  }

  /** What a person's change, or a lead that was none, asks to be put on record. */
  private oweFor(before: OpenLead, after: OpenLead | null, event: PositionedEvent): void {
    const { work, policies } = this;
    const owed = after
      ? overrideOwed(before, after, event, work.held.get(before.leadId))
      : creditOwed(before, event, ({ name, version }) => policies.version(name, version)?.fairness.creditInvalid ?? false);
    if (owed) work.owe(owed);
  }

  private decided(team: string, decision: AssignmentDecision): void {
    const { leadId, decisionId, chosen, heldUntil, policy, rule, alert } = decision;
    const { work } = this;
    const lead = this.leads.get(leadId);
    const promised = { team, decision, overtaken: null };
    if (alert !== null) work.alerts.set(alertKey(decisionId), alertOf(promised, alert));
    const overtaken = !lead || lead.arrived.revision > decision.leadRevision;
    if (!overtaken) work.settle(leadId);
    if (heldUntil !== null) {
      if (!overtaken) work.held.set(leadId, { team, decision: { decisionId, policy, rule }, until: heldUntil });
      return;
    }
    work.held.delete(leadId);
    if (lead && !overtaken && sameHolder(lead.holder, chosen!))
      return this.leads.update(leadId, (stays) => ({ ...stays, automatic: automaticOf(promised) }));
    if (chosen!.kind === 'person') this.leads.loads.promise(chosen!.id, 1);
    work.promises.set(leadId, promised);
    if (overtaken) this.overtake(leadId, promised, lead ? 'lead-moved' : 'lead-closed', null);
  }

  private tested({ leadId, policy }: AssignmentDecision): void {
    this.leads.update(leadId, (lead) => ({ ...lead, tested: [...lead.tested, `${policy.name}@${policy.version}`] }));
  }

  private superseded({ decisionId, leadId, because, refused }: EventData<'assignment.superseded'>): void {
    const { work } = this;
    const promised = work.promises.get(leadId);
    if (promised?.decision.decisionId !== decisionId) return;
    const { decision } = promised;
    work.promises.delete(leadId);
    work.alerts.delete(alertKey(decisionId));
    if (!promised.overtaken) this.release(decision);
    if (decision.fairness) {
      const { rep, turns, weight } = decision.fairness;
      this.turnBook.posted(accountOf(decision.policy.name, 'live'), rep, -turns, weight);
    }
    if (because === 'impossible') work.alerts.set(alertKey(decisionId), alertOf(promised, NOT_GIVEN));
    if (because === 'refused' || because === 'policy-off') this.waitAgain(leadId, refused, decision.leadRevision);
  }

  /** The lead is where it was: it is decided again. */
  private waitAgain(leadId: string, refused: { readonly rep: string; readonly code: string } | null, since = Infinity): void {
    const lead = this.leads.get(leadId);
    if (!lead || lead.arrived.revision > since || !isIn(this.pools, lead)) return;
    if (refused) this.leads.update(leadId, () => ({ ...lead, refused: [...lead.refused, { rep: refused.rep, code: refused.code }] }));
    this.work.wait(leadId);
  }
}

const NOT_GIVEN = 'The lead could not be given to whom the policy chose; it is where it was.';

const isIn = (pools: ReadonlySet<string>, { holder }: OpenLead): boolean => holder.kind === 'pool' && pools.has(holder.id);
