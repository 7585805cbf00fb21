import { type LedgerEvent } from '#libs/contracts';
import { type CommandAnswer, type CommandMeans, type Fold, runCommandNow } from '#libs/event-store';
import { ProblemError, type Violation } from '#libs/platform';
import { type OrganisationReader } from '../organisation-reader.port.js';
import { decidePoolSettings, type NamedInSettings } from './change-pool-settings.decide.js';
import { type ChangePoolSettings, type PoolAction, type PoolEnvelope } from './pool-action.js';
import { evolvePoolRules, initialPoolRules } from './pool-state.js';
import { decideReleaseRoutes, evolveRoutes, initialRoutes } from './release-routes.js';

/** Settings of pools, and where leads go that are given back. Errors: `ProblemError` 422 with every violation; those of the event log. */
export interface PoolCommands {
  execute(action: PoolAction, envelope: PoolEnvelope): Promise<CommandAnswer>;
}

interface Decided {
  readonly violations: readonly Violation[];
  readonly events: readonly LedgerEvent[];
}

export function createPoolCommands(means: CommandMeans, reader: OrganisationReader): PoolCommands {
  const run = <S>(stream: string, fold: Fold<S>, action: PoolAction, envelope: PoolEnvelope, decide: (state: S) => Promise<Decided>) =>
    runCommandNow(means, {
      stream,
      fold,
      body: action,
      envelope,
      decide: async (state) => {
        const { violations, events } = await decide(state);
        const [first, ...others] = violations;
        if (first) throw new ProblemError(violations.some(isAbsent) ? 404 : 422, [first, ...others]);
        return events;
      },
    });
  return {
    execute(action, envelope) {
      if (action.do === 'change-pool-settings')
        return run(`pool-${action.pool}`, { initial: initialPoolRules, evolve: evolvePoolRules }, action, envelope, async (state) =>
          decidePoolSettings(state, action, await namedIn(reader, action)),
        );
      return run('settings', { initial: initialRoutes, evolve: evolveRoutes }, action, envelope, async (state) => {
        const pools = action.routes.flatMap(({ to, cameFrom }) => [to, cameFrom]).filter((pool) => pool !== null);
        return decideReleaseRoutes(state, action, await missing(pools, (id) => reader.pool(id)));
      });
    },
  };
}

/** The pool itself, not one that its settings name. */
const isAbsent = ({ code, path }: Violation): boolean => code === 'POOL.NOT_FOUND' && path === 'pool';

async function namedIn(reader: OrganisationReader, { pool, settings }: ChangePoolSettings): Promise<NamedInSettings> {
  const audiences = (['see', 'claim'] as const).map((path) => ({ path, audience: settings[path] ?? { roles: [], teams: [], reps: [] } }));
  const named = [
    ...audiences.flatMap(({ path, audience: { teams, reps } }) => [
      ...teams.map((id) => ({ path: `${path}.teams`, code: 'TEAM.NOT_FOUND' as const, id })),
      ...reps.map((id) => ({ path: `${path}.reps`, code: 'REP.NOT_FOUND' as const, id })),
    ]),
    ...(settings.movesTo ?? []).map((id) => ({ path: 'movesTo', code: 'POOL.NOT_FOUND' as const, id })),
  ];
  const ask = { 'TEAM.NOT_FOUND': reader.team, 'REP.NOT_FOUND': reader.rep, 'POOL.NOT_FOUND': reader.pool };
  const found = await Promise.all(named.map(async (each) => (await ask[each.code](each.id)) !== null));
  return { poolExists: (await reader.pool(pool)) !== null, missing: named.filter((_, index) => !found[index]) };
}

async function missing(ids: readonly string[], ask: (id: string) => Promise<unknown>): Promise<ReadonlySet<string>> {
  const distinct = [...new Set(ids)];
  const answers = await Promise.all(distinct.map(ask));
  return new Set(distinct.filter((_, index) => answers[index] === null));
}
