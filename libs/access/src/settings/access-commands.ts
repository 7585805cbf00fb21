import { type RecordedLedgerEvent } from '#libs/contracts';
import { type CommandAnswer, type CommandMeans, foldStream, runCommandNow } from '#libs/event-store';
import { assertNever, ProblemError } from '#libs/platform';
import { evolveRights, noRights } from '../rights/grantable-rights.js';
import { modesFold } from '../visibility/visibility.evolve.js';
import { type AccessAction, type AccessEnvelope } from './access-action.js';
import { type AccessState, decideAccess } from './access-action.decide.js';

/** Visibility and rights. Errors: `ProblemError` 422 with every violation, 404 `TEAM.NOT_FOUND`; those of the event log. */
export interface AccessCommands {
  execute(action: AccessAction, envelope: AccessEnvelope): Promise<CommandAnswer>;
}

const accessFold = {
  initial: { modes: modesFold.initial, rights: noRights },
  evolve: ({ modes, rights }: AccessState, event: RecordedLedgerEvent): AccessState => ({
    modes: modesFold.evolve(modes, event),
    rights: evolveRights(rights, event),
  }),
};
export interface AccessDependencies extends CommandMeans {
  /** Whether there is such a team, by the log. */
  readonly teamExists: (team: string) => Promise<boolean>;
}

export const createAccessCommands = (means: AccessDependencies): AccessCommands => ({
  execute(action, envelope) {
    const stream = streamOf(action);
    return runCommandNow(means, {
      stream,
      fold: accessFold,
      body: action,
      envelope,
      decide: async (state, now) => {
        const ofTeam = action.do === 'change-team-visibility';
        const [teamExists, organisation] = await Promise.all([
          ofTeam ? means.teamExists(action.team) : true,
          ofTeam ? foldStream(means.log, 'settings', accessFold) : null,
        ]);
        const { violations, events } = decideAccess(state, action, {
          now: Date.parse(now),
          teamExists,
          organisation: organisation?.state.modes ?? modesFold.initial,
        });
        const [first, ...others] = violations;
        if (first) throw new ProblemError(first.code === 'TEAM.NOT_FOUND' ? 404 : 422, [first, ...others]);
        return events;
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
