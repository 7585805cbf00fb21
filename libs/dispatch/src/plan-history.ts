import { type Actor, type OccurredAt, type RecordedLedgerEvent } from '#libs/contracts';
import { effectiveStart } from '#libs/calendar';
import { type EventToAppend, type Fold, type FoldedStream, foldStored } from '#libs/event-store';
import { canonicalJson, derivedId } from '#libs/platform';
import { confirmationOf } from './confirmation.js';
import { eventsOf } from './decided-events.js';
import { importContext } from './decide-context.js';
import { type DecideContext, type Decision } from './decision.js';
import { evolveGroup, initialGroup } from './group.evolve.js';
import { decideGroupAction, decideRepAction, isGroupAction } from './organisation-action.decide.js';
import { type HistoricalAction } from './organisation-action.js';
import { rejected } from './rejection.js';
import { initialRep } from './rep-state.js';
import { evolveRep } from './rep.evolve.js';
import { streamOf } from './stream-of.js';

/** One fact of an import about reps, teams and pools; unknown time: since always. */
export interface HistoricalOrganisationFact {
  readonly occurredAt: OccurredAt;
  readonly action: HistoricalAction;
}

/** Who tells a history, and when (milliseconds since the epoch). */
export interface Telling {
  readonly importId: string;
  readonly actor: Actor;
  readonly keyedHash: (purpose: string, text: string) => string;
  readonly now: number;
}

/** A stream is that of a rep or of a group; the other half says nothing. */
const initialMember = { rep: initialRep, group: initialGroup };
type Member = typeof initialMember;

interface BesideOthers {
  readonly all: Member;
  /** As if no other import had said anything. */
  readonly withoutOthers: Member;
}

/** What an import looks at of a stream that it tells about. */
export const historyFold = (importId: string): Fold<BesideOthers> => ({
  initial: { all: initialMember, withoutOthers: initialMember },
  evolve: ({ all, withoutOthers }, event) => {
    const isOthers = event.metadata.importId !== undefined && event.metadata.importId !== importId;
    return { all: evolve(all, event), withoutOthers: isOthers ? withoutOthers : evolve(withoutOthers, event) };
  },
});

const evolve = ({ rep, group }: Member, event: RecordedLedgerEvent): Member => ({
  rep: evolveRep(rep, event),
  group: evolveGroup(group, event),
});

export function byStream(facts: readonly HistoricalOrganisationFact[]): ReadonlyMap<string, readonly HistoricalOrganisationFact[]> {
  const streams = new Map<string, HistoricalOrganisationFact[]>();
  for (const fact of facts) {
    const stream = streamOf(fact.action);
    const known = streams.get(stream);
    if (known) known.push(fact);
    else streams.set(stream, [fact]);
  }
  return streams;
}

/**
 * What of the facts about one stream is new there. A fact that is so already adds nothing, where this import or nobody's import said it; where it stands by
 * other imports alone, it is put on record that this one says so too. Throws where a fact could not be kept by any event.
 */
export function planHistory(
  stream: string,
  facts: readonly HistoricalOrganisationFact[],
  folded: FoldedStream<BesideOthers>,
  { importId, actor, keyedHash, now }: Telling,
): readonly EventToAppend[] {
  const { evolve: evolveBoth } = historyFold(importId);
  let state = folded.state;
  const toAppend: EventToAppend[] = [];
  for (const { action, occurredAt } of facts) {
    const body = canonicalJson([action, occurredAt]);
    const commandId = derivedId(importId, body);
    if (folded.accepted.has(commandId) || toAppend.some(({ metadata }) => metadata.commandId === commandId)) continue;
    const context = importContext(effectiveStart(occurredAt, -Infinity), commandId);
    const decided = accepted(decide(state.all, action, context));
    const alone = accepted(decide(state.withoutOthers, action, context));
    const decision = { ...decided, events: [...confirmationOf(action, decided.events, alone.events), ...decided.events] };
    const told = { commandId, commandHash: keyedHash('command', body), actor, occurredAt, now, importId };
    for (const event of eventsOf(stream, decision, folded.knownAt, told)) {
      const revision = folded.revision + 1 + toAppend.length;
      toAppend.push(event);
      state = evolveBoth(state, { ...event, stream, revision } as RecordedLedgerEvent);
    }
  }
  return toAppend;
}

/** How many events an import of these facts appends where nobody is known yet. */
export function countFreshHistory(facts: readonly HistoricalOrganisationFact[]): number {
  const importId = 'dry-run';
  const telling = {
    importId,
    actor: { kind: 'import' as const, id: importId, assurance: 'import' },
    keyedHash: () => importId,
    now: 0,
  };
  const nobody = foldStored([], historyFold(importId));
  return [...byStream(facts)].reduce((sum, [stream, ofStream]) => sum + planHistory(stream, ofStream, nobody, telling).length, 0);
}

const decide = ({ rep, group }: Member, action: HistoricalAction, context: DecideContext): Decision =>
  isGroupAction(action) ? decideGroupAction(group, action, context) : decideRepAction(rep, action, context);

function accepted(decision: Decision): Extract<Decision, { kind: 'events' }> {
  if (decision.kind === 'rejected') throw rejected(decision.violations);
  return decision;
}
