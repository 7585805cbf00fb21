import { type Actor } from '#libs/contracts';
import { foldStream, runCommand } from '#libs/event-store';
import { canonicalJson, concurrently, derivedId, unavailable } from '#libs/platform';
import { eventsOf } from './decided-events.js';
import { type OrganisationDependencies } from './organisation-dependencies.js';
import { byStream, type HistoricalOrganisationFact, historyFold, planHistory } from './plan-history.js';

export interface OrganisationHistoryOptions {
  /** Default: the import itself. */
  readonly actor?: Actor;
  /** Asked after a stream is read and before it is appended to, at each attempt; what it throws ends the import. */
  readonly appending?: () => Promise<void>;
}

const IN_FLIGHT = 32;
const ATTEMPTS = 5;

/** Appends what is new, one append a stream. */
export async function importOrganisation(
  dependencies: OrganisationDependencies,
  importId: string,
  facts: readonly HistoricalOrganisationFact[],
  { actor = { kind: 'import', id: importId, assurance: 'import' }, appending = () => Promise.resolve() }: OrganisationHistoryOptions = {},
): Promise<{ readonly appended: number }> {
  const counts = await concurrently([...byStream(facts)], IN_FLIGHT, ([stream, ofStream]) =>
    importStream(dependencies, importId, actor, stream, ofStream, appending),
  );
  return { appended: counts.reduce((sum, count) => sum + count, 0) };
}

async function importStream(
  { log, keyedHash, clock }: OrganisationDependencies,
  importId: string,
  actor: Actor,
  stream: string,
  facts: readonly HistoricalOrganisationFact[],
  appending: () => Promise<void>,
): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const folded = await foldStream(log, stream, historyFold(importId));
    const events = planHistory(stream, facts, folded, { importId, actor, keyedHash, now: clock.now().getTime() });
    if (events.length === 0) return 0;
    await appending();
    const outcome = await log.append(stream, events, folded.revision < 0 ? 'no-stream' : folded.revision);
    if (outcome.kind === 'appended') return events.length;
  }
  throw unavailable('STREAM.BUSY', `Others keep changing ${stream}; run the import again`);
}

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
