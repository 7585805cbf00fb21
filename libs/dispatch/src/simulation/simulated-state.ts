import { type AssignmentDecision, type PositionedEvent } from '#libs/contracts';
import { type FactCodes } from '#libs/expressions';
import { VocabularyBook } from '#libs/governance';
import { type FigureSpec } from '../assignment-policy/assignment-spec.js';
import { ClosingBook, type WantedValue } from '../assignment/closing-book.js';
import { type DispatchState } from '../assignment/dispatch-state.js';
import { LoadBook } from '../assignment/load-book.js';
import { OrganisationBook } from '../assignment/organisation-book.js';
import { TurnBook } from '../assignment/turn-book.js';

/** What a simulated decision looks at: the organisation as it was, and loads, turns and closings as they were or would have become. */
export class SimulatedState implements DispatchState {
  readonly loads = new LoadBook();
  readonly closed = new ClosingBook();
  private readonly turnBook = new TurnBook();
  private readonly organisation = new OrganisationBook();
  private readonly vocabularies = new VocabularyBook();
  private told = 0;

  /** In the order in which they were recorded; the log of an imported history has another. */
  private readonly events: readonly PositionedEvent[];

  constructor(
    readonly position: number,
    organisation: readonly PositionedEvent[],
  ) {
    const knownAt = (event: PositionedEvent): number => Date.parse(event.metadata.knownAt);
    this.events = [...organisation].sort((a, b) => knownAt(a) - knownAt(b) || a.position - b.position);
  }

  /** Tells of the organisation what was recorded by an instant (milliseconds since the epoch; Infinity: all there is). */
  knowUntil(at: number): void {
    for (let next = this.events[this.told]; next && Date.parse(next.metadata.knownAt) <= at; next = this.events[++this.told]) {
      const dash = next.stream.indexOf('-');
      this.organisation.apply(next.stream.slice(0, dash), next.stream.slice(dash + 1), next);
      this.vocabularies.apply(next);
    }
  }

  /** The vocabularies in force at an instant, of those that were told of; with `orFirst` the first of each counts before it was there. */
  codesAt(at: number, orFirst: boolean): FactCodes {
    const { library } = this.vocabularies;
    const iso = new Date(at).toISOString();
    return library.codes(orFirst ? library.inForceOrFirst(iso) : library.inForce(iso));
  }

  /** A decision gives its turn and, where it chose a person, its load. */
  decided(decision: AssignmentDecision, at: number): void {
    this.turnBook.decided(decision);
    if (decision.chosen?.kind !== 'person') return;
    this.loads.hold(decision.chosen.id, 1);
    this.loads.give(decision.chosen.id, at);
  }

  rep = (id: string) => this.organisation.rep(id);
  team = (id: string) => this.organisation.team(id);
  pool = (id: string) => this.organisation.pool(id);
  calendar = (id: string) => this.organisation.calendar(id);
  coolDownMinutes = (pool: string) => this.organisation.coolDownMinutes(pool);
  membersOf = (team: string, at: number) => this.organisation.membersOf(team, at);
  load = (rep: string) => this.loads.of(rep);
  turns = (account: string) => this.turnBook.of(account);
  closings = (rep: string, figure: FigureSpec, wanted: WantedValue, at: number) => this.closed.of(rep, figure, wanted, at);
}
