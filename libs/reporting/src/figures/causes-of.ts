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
  /** Facts after one position up to another: of these leads, of these events, and of people, reps and teams. */
  readonly laterFacts: (ask: { readonly leads: readonly string[]; readonly events: readonly string[] }) => Promise<readonly LaterFact[]>;
  /** Ids of the members that differ between two positions. */
  readonly differing: (from: number, to: number) => Promise<ReadonlySet<string>>;
}

/** So many comparisons are made to tell apart several facts that may each have moved a member; what is left then is named whole. */
const COMPARISONS = 24;

/**
 * Why a figure moved between two positions, by kind of fact and by who recorded it. A member is moved by the last fact after which it stood as it does
 * now: where several facts may have done it, the log between the two positions is halved until one is left.
 */
export async function causesOf(diff: ReportDiff, from: number, to: number, deps: CauseDeps): Promise<Cause[]> {
  const entries = [...diff.leave, ...diff.enter, ...diff.change];
  if (entries.length === 0) return [];
  const facts = await deps.laterFacts({
    leads: entries.flatMap(({ lead }) => lead ?? []),
    events: entries.flatMap((entry) => entry.events),
  });
  const suspectsOf = suspectsAmong(facts);
  const decided = await new Halving(deps.differing, COMPARISONS).decide(
    entries.map((entry) => ({ id: entry.id, facts: suspectsOf(entry) })),
    from,
    to,
  );
  return gather(decided);
}

interface Suspected {
  readonly id: string;
  /** Of members that share their suspects, one list. */
  readonly facts: readonly LaterFact[];
}

/** Facts behind the member itself, else those of its lead, else those about people and the organisation. */
function suspectsAmong(facts: readonly LaterFact[]): (entry: DiffEntry) => readonly LaterFact[] {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const byLead = new Map<string, LaterFact[]>();
  const ofNoLead: LaterFact[] = [];
  for (const fact of facts) {
    const known = fact.lead === null ? ofNoLead : byLead.get(fact.lead);
    if (known) known.push(fact);
    else byLead.set(fact.lead!, [fact]);
  }
  return ({ events, lead }) => {
    const behind = [...new Set(events)].flatMap((id) => byId.get(id) ?? []).sort((a, b) => a.position - b.position);
    return behind.length > 0 ? behind : (lead !== null && byLead.get(lead)) || ofNoLead;
  };
}

class Halving {
  constructor(
    private readonly differing: CauseDeps['differing'],
    private comparisons: number,
  ) {}

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
