import { type LedgerEvent } from '#libs/contracts';
import { type CommandAnswer, type CommandEnvelope, type CommandMeans, type Fold, runCommandNow } from '#libs/event-store';
import { derivedId, ProblemError } from '#libs/platform';
import { type AccountableState, domainsOf, evolveAccountable, initialAccountable } from './accountable-state.js';
import { decideNaming, type NameAccountable } from './name-accountable/name-accountable.decide.js';

export interface AccountableDependencies extends CommandMeans {
  /** Who works here: the organisation's reader. */
  readonly organisation: {
    rep(id: string): Promise<{ readonly active: boolean; hasLeftBy(commandId: string): boolean } | null>;
    team(id: string): Promise<object | null>;
  };
}

/** Errors: `ProblemError` 422 with everything that is wrong with the naming; 422 `COMMAND.ID_REUSED`. */
export interface AccountableCommands {
  name(action: NameAccountable, envelope: CommandEnvelope): Promise<CommandAnswer>;
}

const SETTINGS = 'settings';

/** One stream says both who answers for what and who is leaving, so that of a naming and a departure at the same instant one is first. */
interface Duties {
  readonly accountable: AccountableState;
  /** By person: the command that deactivates it. */
  readonly leaving: Readonly<Record<string, string>>;
}

const dutiesFold: Fold<Duties> = {
  initial: { accountable: initialAccountable, leaving: {} },
  evolve: ({ accountable, leaving }, event) => ({
    accountable: evolveAccountable(accountable, event),
    leaving: event.type === 'settings.departure-begun' ? { ...leaving, [event.data.person]: event.data.commandId } : leaving,
  }),
};

export const createAccountableCommands = (dependencies: AccountableDependencies): AccountableCommands => ({
  name: (action, envelope) => {
    const { organisation } = dependencies;
    return onSettings(dependencies, action, envelope, async ({ accountable, leaving }) => {
      const [rep, team] = await Promise.all([organisation.rep(action.person), organisation.team(action.person)]);
      const departure = leaving[action.person];
      // Whoever has left by it and is here again has come back since.
      const isLeaving = departure !== undefined && rep !== null && !rep.hasLeftBy(departure);
      const decision = decideNaming(accountable, action, { rep, isLeaving, isTeam: team !== null });
      if (decision.kind === 'rejected') throw new ProblemError(422, decision.violations);
      return decision.events;
    });
  },
});

/**
 * Called when nothing else stands against deactivating a person, before it is done. What the person answers for; where that is nothing, it stands
 * in the log from here on that the person is leaving, and nobody can name it for anything. Sent again, it adds nothing.
 */
export const beginDeparture =
  (means: CommandMeans) =>
  async (person: string, envelope: CommandEnvelope): Promise<readonly string[]> => {
    let duties: readonly string[] = [];
    const { commandId } = envelope;
    const said = { ...envelope, commandId: derivedId('departure', commandId), correlationId: envelope.correlationId ?? commandId };
    await onSettings(means, ['depart', person], said, ({ accountable }) => {
      duties = domainsOf(accountable, person);
      return duties.length > 0 ? [] : [{ type: 'settings.departure-begun', data: { person, commandId } }];
    });
    return duties;
  };

const onSettings = (
  means: CommandMeans,
  body: unknown,
  envelope: CommandEnvelope,
  decide: (duties: Duties) => Promise<readonly SettingsEvent[]> | readonly SettingsEvent[],
): Promise<CommandAnswer> => runCommandNow(means, { stream: SETTINGS, fold: dutiesFold, body, envelope, decide });

type SettingsEvent = LedgerEvent<'settings.accountable-named' | 'settings.departure-begun'>;
