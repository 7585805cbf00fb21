import { type Actor, type OccurredAt, type RecordedLedgerEvent } from '#libs/contracts';
import { effectiveStart } from '#libs/calendar';
import { type EventToAppend, type Fold, foldStream, runCommand } from '#libs/event-store';
import { canonicalJson, concurrently, derivedId, unavailable } from '#libs/platform';
import { eventsOf } from './decided-events.js';
import { importContext } from './decide-context.js';
import { confirmationOf } from './confirmation.js';
import { type DecideContext, type Decision } from './decision.js';
import { decideGroupAction, decideRepAction, isGroupAction } from './organisation-action.decide.js';
import { type HistoricalAction } from './organisation-action.js';
import { type OrganisationDependencies } from './organisation-dependencies.js';
import { groupFold, repFold } from './organisation-reader.js';
import { rejected } from './rejection.js';
import { streamOf } from './stream-of.js';

/** One fact of an import about reps, teams and pools; unknown time: since always. */
export interface HistoricalOrganisationFact {
  readonly occurredAt: OccurredAt;
  readonly action: HistoricalAction;
}

export interface OrganisationHistoryOptions {
  /** Default: the import itself. */
  readonly actor?: Actor;
  /** Asked after a stream is read and before it is appended to, at each attempt; what it throws ends the import. */
  readonly appending?: () => Promise<void>;
}

const IN_FLIGHT = 32;
const ATTEMPTS = 5;

/**
 * Appends what is new, one append a stream. A fact that is there already adds nothing, where this import or nobody's import said it; where it stands by other
 * imports alone, it is put on record that this one says so too.
 */
export async function importOrganisation(
  dependencies: OrganisationDependencies,
  importId: string,
  facts: readonly HistoricalOrganisationFact[],
  { actor = { kind: 'import', id: importId, assurance: 'import' }, appending = () => Promise.resolve() }: OrganisationHistoryOptions = {},
): Promise<{ readonly appended: number }> {
  const byStream = new Map<string, HistoricalOrganisationFact[]>();
  for (const fact of facts) {
    const stream = streamOf(fact.action);
    byStream.set(stream, [...(byStream.get(stream) ?? []), fact]);
  }
  const counts = await concurrently([...byStream], IN_FLIGHT, ([stream, ofStream]) =>
    importStream(dependencies, importId, actor, stream, ofStream, appending),
  );
  return { appended: counts.reduce((sum, count) => sum + count, 0) };
}

async function importStream(
  dependencies: OrganisationDependencies,
  importId: string,
  actor: Actor,
  stream: string,
  facts: readonly HistoricalOrganisationFact[],
  appending: () => Promise<void>,
): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const events = stream.startsWith('rep-')
      ? await newEvents(dependencies, importId, actor, stream, facts, repFold, (state, action, context) =>
          isGroupAction(action) ? nothing : decideRepAction(state, action, context),
        )
      : await newEvents(dependencies, importId, actor, stream, facts, groupFold, (state, action, context) =>
          isGroupAction(action) ? decideGroupAction(state, action, context) : nothing,
        );
    if (events.toAppend.length === 0) return 0;
    await appending();
    const outcome = await dependencies.log.append(stream, events.toAppend, events.revision < 0 ? 'no-stream' : events.revision);
    if (outcome.kind === 'appended') return events.toAppend.length;
  }
  throw unavailable('STREAM.BUSY', `Others keep changing ${stream}; run the import again`);
}

const nothing: Decision = { kind: 'events', events: [], findings: [] };

async function newEvents<S>(
  { log, keyedHash, clock }: OrganisationDependencies,
  importId: string,
  actor: Actor,
  stream: string,
  facts: readonly HistoricalOrganisationFact[],
  fold: Fold<S>,
  decide: (state: S, action: HistoricalAction, context: DecideContext) => Decision,
): Promise<{ readonly toAppend: readonly EventToAppend[]; readonly revision: number }> {
  const besideOthers = withAndWithoutOthers(fold, importId);
  const folded = await foldStream(log, stream, besideOthers);
  let state = folded.state;
  const toAppend: EventToAppend[] = [];
  for (const { action, occurredAt } of facts) {
    const body = canonicalJson([action, occurredAt]);
    const commandId = derivedId(importId, body);
    if (folded.accepted.has(commandId) || toAppend.some(({ metadata }) => metadata.commandId === commandId)) continue;
    const context = importContext(effectiveStart(occurredAt, -Infinity), commandId);
    const decided = decide(state.all, action, context);
    const alone = decide(state.withoutOthers, action, context);
    if (decided.kind === 'rejected') throw rejected(decided.violations);
    if (alone.kind === 'rejected') throw rejected(alone.violations);
    const decision = { ...decided, events: [...confirmationOf(action, decided.events, alone.events), ...decided.events] };
    const told = { commandId, commandHash: keyedHash('command', body), actor, occurredAt, now: clock.now().getTime(), importId };
    for (const event of eventsOf(stream, decision, folded.knownAt, told)) {
      const revision = folded.revision + 1 + toAppend.length;
      toAppend.push(event);
      state = besideOthers.evolve(state, { ...event, stream, revision } as RecordedLedgerEvent);
    }
  }
  return { toAppend, revision: folded.revision };
}

interface BesideOthers<S> {
  readonly all: S;
  /** As if no other import had said anything. */
  readonly withoutOthers: S;
}

const withAndWithoutOthers = <S>({ initial, evolve }: Fold<S>, importId: string): Fold<BesideOthers<S>> => ({
  initial: { all: initial, withoutOthers: initial },
  evolve: ({ all, withoutOthers }, event) => {
    const isOthers = event.metadata.importId !== undefined && event.metadata.importId !== importId;
    return { all: evolve(all, event), withoutOthers: isOthers ? withoutOthers : evolve(withoutOthers, event) };
  },
});

/**
 * Voids what the import brought into these streams. Done again, it adds nothing. It is recorded where nothing of the import is there, too: whoever is
 * about to append has read the stream without it, and finds it changed.
 */
export async function retractOrganisationImport(
  { log, keyedHash, clock }: OrganisationDependencies,
  importId: string,
  streams: readonly string[],
  actor: Actor,
): Promise<void> {
  await concurrently(streams, IN_FLIGHT, async (stream) => {
    const kind = /^(rep|team|pool)-/.exec(stream)?.[1] as 'rep' | 'team' | 'pool' | undefined;
    if (!kind) throw new Error(`${stream} is no stream of the organisation`);
    const commandId = derivedId('retract-import', importId, stream);
    await runCommand(log, {
      stream,
      fold: { initial: null, evolve: () => null },
      commandId,
      commandHash: keyedHash('command', canonicalJson(['retract-import', importId])),
      decide: ({ knownAt }) => {
        const now = clock.now().getTime();
        const decision = {
          kind: 'events' as const,
          events: [{ type: `${kind}.import-retracted` as const, data: { importId } }],
          findings: [],
        };
        const occurredAt = { precision: 'instant' as const, value: new Date(now).toISOString() };
        return eventsOf(stream, decision, knownAt, {
          commandId,
          commandHash: keyedHash('command', canonicalJson(['retract-import', importId])),
          actor,
          occurredAt,
          now,
        });
      },
    });
  });
}
