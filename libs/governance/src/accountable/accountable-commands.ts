import { type Actor } from '#libs/contracts';
import { type CommandAnswer, type EventLog, eventToAppend, type Fold, foldStream, runCommand } from '#libs/event-store';
import { canonicalJson, type Clock, ProblemError } from '#libs/platform';
import { type AccountableState, domainsOf, evolveAccountable, initialAccountable } from './accountable-state.js';
import { decideNaming, type NameAccountable } from './name-accountable/name-accountable.decide.js';

export interface AccountableDependencies {
  readonly log: EventLog;
  /** Who works here: the organisation's reader. */
  readonly organisation: {
    rep(id: string): Promise<{ readonly active: boolean } | null>;
    team(id: string): Promise<object | null>;
  };
  readonly keyedHash: (purpose: string, text: string) => string;
  readonly clock: Clock;
}

interface AccountableEnvelope {
  readonly commandId: string;
  readonly actor: Actor;
  readonly correlationId?: string;
}

/** Errors: `ProblemError` 422 with everything that is wrong with the naming; 422 `COMMAND.ID_REUSED`. */
export interface AccountableCommands {
  name(action: NameAccountable, envelope: AccountableEnvelope): Promise<CommandAnswer>;
}

const SETTINGS = 'settings';
const accountableFold: Fold<AccountableState> = { initial: initialAccountable, evolve: evolveAccountable };

export const createAccountableCommands = ({ log, organisation, keyedHash, clock }: AccountableDependencies): AccountableCommands => ({
  name: (action, envelope) => {
    const commandHash = keyedHash('command', canonicalJson(action));
    return runCommand(log, {
      stream: SETTINGS,
      fold: accountableFold,
      commandId: envelope.commandId,
      commandHash,
      decide: async ({ state, knownAt }) => {
        const [rep, team] = await Promise.all([organisation.rep(action.person), organisation.team(action.person)]);
        const decision = decideNaming(state, action, { rep, isTeam: team !== null });
        if (decision.kind === 'rejected') throw new ProblemError(422, decision.violations);
        const now = clock.now().toISOString();
        const recordedAt = knownAt !== null && knownAt > now ? knownAt : now;
        return decision.events.map((event, index) =>
          eventToAppend(SETTINGS, index, event, {
            actor: envelope.actor,
            commandId: envelope.commandId,
            commandHash,
            correlationId: envelope.correlationId ?? envelope.commandId,
            causationId: envelope.commandId,
            occurredAt: { precision: 'instant', value: recordedAt },
            knownAt: recordedAt,
          }),
        );
      },
    });
  },
});

/** What a person answers for, from the log: whoever leaves needs a successor for each. */
export const accountableDomains = async (log: EventLog, person: string): Promise<readonly string[]> =>
  domainsOf((await foldStream(log, SETTINGS, accountableFold)).state, person);
