import { type Actor, type OccurredAt } from '#libs/contracts';
import { type CommandAnswer, type Fold, type FoldedStream, runCommand } from '#libs/event-store';
import { canonicalJson, invalid } from '#libs/platform';
import { type Decision } from './decision.js';
import { eventsOf } from './decided-events.js';
import { contextOf } from './decide-context.js';
import { decideGroupAction, decideRepAction, isGroupAction } from './organisation-action.decide.js';
import { type OrganisationAction, type OrganisationEnvelope } from './organisation-action.js';
import { importOrganisation, type OrganisationHistoryOptions, retractOrganisationImport } from './organisation-history.js';
import { type HistoricalOrganisationFact } from './plan-history.js';
import { type OrganisationDependencies } from './organisation-dependencies.js';
import { groupFold, organisationReader, repFold } from './organisation-reader.js';
import { type OrganisationReader } from './organisation-reader.port.js';
import { peopleReader } from './people-reader.js';
import { presentOf, SKEW_MS } from './present.js';
import { rejected } from './rejection.js';
import { streamOf } from './stream-of.js';

/** Commands on reps, teams and pools. Errors: `ProblemError` with every rule that was not met; those of the event log. */
export interface OrganisationCommands {
  execute(action: OrganisationAction, envelope: OrganisationEnvelope): Promise<CommandAnswer>;
  /** Facts of an import, kept as they were; what is there already is left alone. Many streams at once. */
  recordHistory(
    importId: string,
    facts: readonly HistoricalOrganisationFact[],
    options?: OrganisationHistoryOptions,
  ): Promise<{ readonly appended: number }>;
  /** Voids what an import brought, or is about to bring, into these streams (`rep-…`, `team-…`, `pool-…`). */
  retractImport(importId: string, streams: readonly string[], actor: Actor): Promise<void>;
  readonly reader: OrganisationReader;
}

export function createOrganisationCommands(dependencies: OrganisationDependencies): OrganisationCommands {
  const { log, keyedHash, clock, organisationZone = 'UTC', departing } = dependencies;
  const reader = organisationReader(log);
  const people = peopleReader(log);

  async function execute(action: OrganisationAction, envelope: OrganisationEnvelope): Promise<CommandAnswer> {
    const commandHash = keyedHash('command', canonicalJson([action, envelope.occurredAt ?? null]));
    const run = <S>(fold: Fold<S>, decide: (state: S, at: number) => Promise<Decision>): Promise<CommandAnswer> =>
      runCommand(log, {
        stream: streamOf(action),
        fold,
        commandId: envelope.commandId,
        commandHash,
        ...(envelope.expectedRevision !== undefined && { expectedRevision: envelope.expectedRevision }),
        decide: async (folded: FoldedStream<S>) => {
          const now = presentOf(clock, folded.knownAt);
          const occurredAt = presentTime(envelope.occurredAt, now);
          const decision = await decide(folded.state, Date.parse(occurredAt.value!));
          if (decision.kind === 'rejected') throw rejected(decision.violations);
          return eventsOf(streamOf(action), decision, folded.knownAt, { ...envelope, commandHash, occurredAt, now });
        },
      });
    const said = { newId: envelope.commandId, organisationZone };
    return isGroupAction(action)
      ? run(groupFold, async (state, at) => decideGroupAction(state, action, await contextOf(people, action, null, at, said)))
      : run(repFold, async (state, at) => {
          const context = await contextOf(people, action, state, at, said);
          const decision = decideRepAction(state, action, context);
          if (action.do !== 'deactivate-rep' || decision.kind === 'rejected' || !departing) return decision;
          return decideRepAction(state, action, { ...context, duties: await departing(action.rep, envelope) });
        });
  }

  return {
    execute,
    recordHistory: (importId, facts, options) => importOrganisation(dependencies, importId, facts, options),
    retractImport: (importId, streams, actor) => retractOrganisationImport(dependencies, importId, streams, actor),
    reader,
  };
}

/** Live commands take effect now: only history is told afterwards. */
function presentTime(said: OccurredAt | undefined, now: number): OccurredAt {
  const present = { precision: 'instant' as const, value: new Date(now).toISOString() };
  if (!said) return present;
  const at = said.precision === 'instant' ? Date.parse(said.value) : NaN;
  if (Math.abs(at - now) <= SKEW_MS) return said;
  throw invalid({
    code: 'OCCURRED_AT.NOT_NOW',
    message: `Changes of reps, teams and pools take effect now (${present.value}); leave occurredAt out`,
    path: 'occurredAt',
  });
}
