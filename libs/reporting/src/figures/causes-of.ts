import { type DiffEntry, type ReportDiff } from '../compare/report-diff.js';
import { type Cause, causeKind } from './cause.js';

/** A fact that was recorded after a figure was published. */
export interface LaterFact {
  readonly id: string;
  readonly position: number;
  readonly type: string;
  readonly lead: string | null;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly rep: string | null;
  readonly isImported: boolean;
}

export interface CauseDeps {
  /** Facts after one position up to another: of these leads, of these events, and of what is of no lead and may move any: people, reps, teams, calendars, rates. */
  readonly laterFacts: (ask: { readonly leads: readonly string[]; readonly events: readonly string[] }) => Promise<readonly LaterFact[]>;
  /** The leads that events are of. */
  readonly leadsOf: (events: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** Ids of the members that differ between two positions. */
  readonly differing: (from: number, to: number) => Promise<ReadonlySet<string>>;
}

/** So many comparisons are made to tell apart several facts that may each have moved a member; what is left then is named whole. */
const COMPARISONS = 24;

/**
 * Why a figure moved between two positions, by kind of fact and by who recorded it. A member is moved by the last fact after which it stood as it does
 * now. Facts that the comparison itself names go first; then it is tried whether it moved at one of those of no lead (a merge, a change of the organisation); then come those
 * of its lead, and of other leads that the comparison names. Where several may have done it, the log between the two positions is halved until one is left.
 */
export async function causesOf(diff: ReportDiff, from: number, to: number, deps: CauseDeps): Promise<Cause[]> {
  const entries = [...diff.leave, ...diff.enter, ...diff.change];
  if (entries.length === 0) return [];
  const events = [...new Set(entries.flatMap((entry) => entry.events))];
  const leadOf = await deps.leadsOf(events);
  const leads = [...new Set([...entries.flatMap(({ lead }) => lead ?? []), ...leadOf.values()])];
  const facts = new KnownFacts(await deps.laterFacts({ leads, events }), leadOf);
  const comparisons = new Comparisons(deps.differing, COMPARISONS);
  const doubted = entries.filter((entry) => facts.named(entry).length === 0 && facts.ofLeads(entry).length > 0);
  const movedBy = await comparisons.movedBy(facts.ofNoLead, new Set(doubted.map(({ id }) => id)));
  const suspectsOf = (entry: DiffEntry): readonly LaterFact[] => {
    const named = facts.named(entry);
    if (named.length > 0) return named;
    const [own, other] = [facts.ofLeads(entry), movedBy.get(entry.id)];
    if (other) return [other, ...own.filter(({ position }) => position > other.position)];
    return own.length > 0 ? own : facts.ofNoLead;
  };
  return gather(
    await comparisons.decide(
      entries.map((entry) => ({ id: entry.id, facts: suspectsOf(entry) })),
      from,
      to,
    ),
  );
}

interface Suspected {
  readonly id: string;
  /** Of members that share their suspects, one list. */
  readonly facts: readonly LaterFact[];
}

/** Later facts in order of position, by what they may have moved. */
class KnownFacts {
  private readonly byId: ReadonlyMap<string, LaterFact>;
  private readonly byLead = new Map<string, LaterFact[]>();
  readonly ofNoLead: LaterFact[] = [];

  constructor(
    facts: readonly LaterFact[],
    private readonly leadOf: ReadonlyMap<string, string>,
  ) {
    this.byId = new Map(facts.map((fact) => [fact.id, fact]));
    for (const fact of facts) {
      const known = fact.lead === null ? this.ofNoLead : this.byLead.get(fact.lead);
      if (known) known.push(fact);
      else this.byLead.set(fact.lead!, [fact]);
    }
  }

  /** Those behind the member itself. */
  named({ events }: DiffEntry): readonly LaterFact[] {
    return inOrder([...new Set(events)].flatMap((id) => this.byId.get(id) ?? []));
  }

  /** Those of its lead, and of leads whose events decided. */
  ofLeads({ events, lead }: DiffEntry): readonly LaterFact[] {
    const leads = new Set([lead, ...events.map((id) => this.leadOf.get(id) ?? null)].filter((each) => each !== null));
    const lists = [...leads].flatMap((each) => [this.byLead.get(each) ?? []]).filter((list) => list.length > 0);
    return lists.length === 1 ? lists[0]! : inOrder(lists.flat());
  }
}

const inOrder = (facts: LaterFact[]): LaterFact[] => facts.sort((a, b) => a.position - b.position);

/** Compares the figure at positions in between, as often as it may. */
class Comparisons {
  constructor(
    private readonly differing: CauseDeps['differing'],
    private comparisons: number,
  ) {}

  /** Members that moved at one of some facts, in order of position, and the last at which each did. */
  async movedBy(facts: readonly LaterFact[], ids: ReadonlySet<string>): Promise<ReadonlyMap<string, LaterFact>> {
    const [first, last] = [facts[0], facts[facts.length - 1]];
    if (!first || !last || ids.size === 0 || this.comparisons === 0) return new Map();
    this.comparisons--;
    const moved = await this.differing(first.position - 1, last.position);
    const within = new Set([...ids].filter((id) => moved.has(id)));
    if (first === last) return new Map([...within].map((id) => [id, first]));
    const middle = facts.length >> 1;
    const later = await this.movedBy(facts.slice(middle), within);
    const earlier = await this.movedBy(facts.slice(0, middle), new Set([...within].filter((id) => !later.has(id))));
    return new Map([...earlier, ...later]);
  }

  async decide(suspected: readonly Suspected[], from: number, to: number): Promise<Suspected[]> {
    const open = suspected.filter(({ facts }) => facts.length > 1);
    const clear = suspected.filter(({ facts }) => facts.length <= 1);
    const positions = [...new Set([...new Set(open.map(({ facts }) => facts))].flat().map(({ position }) => position))].sort(
      (a, b) => a - b,
    );
    if (positions.length < 2 || this.comparisons === 0) return [...clear, ...open];
    this.comparisons--;
    const middle = positions[Math.floor(positions.length / 2)]! - 1;
    const moved = await this.differing(middle, to);
    const within = (side: readonly Suspected[], keep: (position: number) => boolean): Suspected[] => {
      const lists = [...new Set(side.map(({ facts }) => facts))];
      const kept = new Map(lists.map((facts) => [facts, facts.filter(({ position }) => keep(position))]));
      return side.map(({ id, facts }) => ({ id, facts: kept.get(facts)! }));
    };
    const later = within(
      open.filter(({ id }) => moved.has(id)),
      (position) => position > middle,
    );
    const earlier = within(
      open.filter(({ id }) => !moved.has(id)),
      (position) => position <= middle,
    );
    return [...clear, ...(await this.decide(later, middle, to)), ...(await this.decide(earlier, from, middle))];
  }
}

function gather(decided: readonly Suspected[]): Cause[] {
  const causes = new Map<string, { cause: Cause; events: Set<string>; members: Set<string>; reps: Set<string> }>();
  for (const { id, facts } of decided) {
    for (const fact of facts) {
      const kind = causeKind(fact.type, fact.isImported);
      const key = `${kind}\n${fact.actor.kind}\n${fact.actor.id}`;
      const found = causes.get(key) ?? {
        cause: { kind, actor: fact.actor, reps: [], events: 0, members: 0 },
        events: new Set(),
        members: new Set(),
        reps: new Set(),
      };
      found.events.add(fact.id);
      found.members.add(id);
      if (fact.rep !== null) found.reps.add(fact.rep);
      causes.set(key, found);
    }
  }
  return [...causes.values()]
    .map(({ cause, events, members, reps }) => ({ ...cause, reps: [...reps].sort(), events: events.size, members: members.size }))
    .sort((a, b) => b.members - a.members || (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.actor.id < b.actor.id ? -1 : 1));
}
