import { type RecordedLedgerEvent } from '#libs/contracts';
import { type CommandAnswer, eventToAppend, type EventLog, foldStream, runCommand } from '#libs/event-store';
import { assertNever, canonicalJson, type Clock, ProblemError } from '#libs/platform';
import { evolveRights, noRights } from '../rights/grantable-rights.js';
import { evolveModes, noModes } from '../visibility/visibility.evolve.js';
import { type AccessAction, type AccessEnvelope } from './access-action.js';
import { type AccessState, decideAccess } from './access-action.decide.js';

/** Visibility and rights. Errors: `ProblemError` 422 with every violation, 404 `TEAM.NOT_FOUND`; those of the event log. */
export interface AccessCommands {
  execute(action: AccessAction, envelope: AccessEnvelope): Promise<CommandAnswer>;
}

export interface AccessDependencies {
  readonly log: EventLog;
  readonly keyedHash: (purpose: string, text: string) => string;
  readonly clock: Clock;
}

const accessFold = {
  initial: { modes: noModes, rights: noRights },
  evolve: ({ modes, rights }: AccessState, event: RecordedLedgerEvent): AccessState => ({
    modes: evolveModes(modes, event),
    rights: evolveRights(rights, event),
  }),
};
const teamFold = {
  initial: false,
  evolve: (exists: boolean, { type }: RecordedLedgerEvent): boolean =>
    type === 'team.created' || (exists && type !== 'team.import-retracted'),
};

export const createAccessCommands = ({ log, keyedHash, clock }: AccessDependencies): AccessCommands => ({
  execute(action, { commandId, actor, expectedRevision, correlationId = commandId }) {
    const stream = streamOf(action);
    const commandHash = keyedHash('command', canonicalJson(action));
    return runCommand(log, {
      stream,
      fold: accessFold,
      commandId,
      commandHash,
      ...(expectedRevision !== undefined && { expectedRevision }),
      decide: async ({ state, knownAt }) => {
        const ofTeam = action.do === 'change-team-visibility';
        const [team, organisation] = await Promise.all([
          ofTeam ? foldStream(log, stream, teamFold) : null,
          ofTeam ? foldStream(log, 'settings', accessFold) : null,
        ]);
        const { violations, events } = decideAccess(state, action, {
          now: clock.now().getTime(),
          teamExists: team?.state ?? true,
          organisation: organisation?.state.modes ?? noModes,
        });
        const [first, ...others] = violations;
        if (first) throw new ProblemError(first.code === 'TEAM.NOT_FOUND' ? 404 : 422, [first, ...others]);
        const now = clock.now().toISOString();
        const common = {
          actor,
          commandId,
          commandHash,
          correlationId,
          causationId: commandId,
          occurredAt: { precision: 'instant' as const, value: now },
          knownAt: knownAt !== null && knownAt > now ? knownAt : now,
        };
        return events.map((event, index) => eventToAppend(stream, index, event, common));
      },
    });
  },
});

function streamOf(action: AccessAction): string {
  switch (action.do) {
    case 'change-visibility':
      return 'settings';
    case 'change-team-visibility':
      return `team-${action.team}`;
    case 'give-right':
    case 'withdraw-right':
      return action.person === null ? 'settings' : `user-${action.person}`;
    default:
      return assertNever(action);
  }
}
