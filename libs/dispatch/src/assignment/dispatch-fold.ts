import { type PositionedEvent, type RecordedLedgerEvent } from '#libs/contracts';
import { VocabularyBook } from '#libs/governance';
import { type FigureSpec } from '../assignment-policy/assignment-spec.js';
import { type Books } from './books.js';
import { type WantedValue } from './closing-book.js';
import { type DispatchState } from './dispatch-state.js';
import { followDecision } from './follow-decision.js';
import { followLead } from './follow-lead.js';
import { type HolderRule, LeadBook } from './lead-book.js';
import { type OpenLead } from './open-lead.js';
import { OrganisationBook } from './organisation-book.js';
import { type CompileAssignment, type PolicyAtWork, PolicyBook } from './policy-book.js';
import { TurnBook } from './turn-book.js';
import { WorkBook } from './work-book.js';

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
  readonly work = new WorkBook(this.leads.loads);
  readonly vocabularies = new VocabularyBook();
  readonly policies: PolicyBook;
  private readonly books: Books;
  /** By dispatch stream: the event applied last. */
  private readonly last = new Map<string, { readonly revision: number; readonly knownAt: string }>();

  constructor(private readonly options: FoldOptions) {
    this.policies = new PolicyBook(options.compile);
    const { organisation, leads, work, vocabularies, policies } = this;
    this.books = { organisation, leads, work, vocabularies, policies, turns: new TurnBook() };
  }

  rep = (id: string) => this.organisation.rep(id);
  team = (id: string) => this.organisation.team(id);
  pool = (id: string) => this.organisation.pool(id);
  calendar = (id: string) => this.organisation.calendar(id);
  coolDownMinutes = (pool: string) => this.organisation.coolDownMinutes(pool);
  membersOf = (team: string, at: number) => this.organisation.membersOf(team, at);
  load = (rep: string) => this.leads.loads.of(rep);
  turns = (account: string) => this.books.turns.of(account);
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
        return followLead(this.books, this.options.holderRule, id, event, stream);
      case 'policy':
        this.policies.apply(event.stream, event);
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
    followDecision(this.books, event.stream.slice(DISPATCH.length), event);
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
      turns: this.books.turns.toJSON(),
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
    this.books.turns.restore(turns);
    this.work.restore(work);
    for (const [stream, known] of last) this.last.set(stream, known);
  }
}
