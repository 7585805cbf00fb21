import { type Command } from 'commander';
import { type PoolAudience, type PoolSettings, type ReleaseRoute } from '#libs/contracts';
import { type PoolAnswer, type PoolLine } from '#libs/dispatch';
import { ProblemError } from '#libs/platform';
import { onServer } from '../client/session.js';
import { printList, printOne } from '../output/result.js';
import { facts, table } from '../output/table.js';
import { type Clocks, clocksQuery, segment, takesClocks } from './as-known.js';
import { words, wholeNumber } from './option-values.js';

interface PooledLine {
  readonly rank: number;
  readonly because: string;
  readonly lead: string;
  readonly externalId: string | null;
}

interface SettingsOptions {
  readonly claimsPerDay?: number | null;
  readonly holdingLimit?: number | null;
  readonly previousOwnerCoolDown?: number;
  readonly newLeadCoolDown?: number;
  readonly seeTeams?: readonly string[];
  readonly seeReps?: readonly string[];
  readonly seeRoles?: readonly string[];
  readonly claimTeams?: readonly string[];
  readonly claimReps?: readonly string[];
  readonly claimRoles?: readonly string[];
  readonly everyone?: true;
  readonly mask?: readonly string[];
  readonly movesTo?: readonly string[];
  readonly reason: string;
}

export function addPoolCommands(program: Command): void {
  const pool = program.command('pool').description('Pools: who sees and claims what, limits, cool-downs, where leads go');

  takesClocks(pool.command('list').description('Every pool, intake among them')).action(
    onServer<Clocks>(true, async ({ api, json }, _args, clocks) => {
      await printList(api.lines<PoolLine>('/v1/pools', clocksQuery(clocks)), json, [
        { heading: 'pool', of: (row) => row.pool },
        { heading: 'name', of: (row) => row.name },
        { heading: 'team', of: (row) => row.team },
      ]);
    }),
  );

  takesClocks(pool.command('show').description('A pool with its settings in force').argument('<pool>')).action(
    onServer<Clocks>(true, async ({ api, json }, [id = ''], clocks) => {
      await printOne(await api.get<PoolAnswer>(`/v1/pools/${segment(id)}`, clocksQuery(clocks)), json, inWords);
    }),
  );

  takesClocks(pool.command('leads').description('The leads that wait in a pool, the longest waiting first').argument('<pool>')).action(
    onServer<Clocks>(true, async ({ api, json }, [id = ''], known) => {
      await printList(api.lines<PooledLine>(`/v1/pools/${segment(id)}/leads`, clocksQuery(known)), json, [
        { heading: '#', of: (row) => row.rank, align: 'right' },
        { heading: 'lead', of: (row) => row.externalId ?? row.lead },
        { heading: 'because', of: (row) => row.because },
      ]);
    }),
  );

  pool
    .command('create')
    .description('A new pool; intake is always there')
    .argument('<pool>', 'a free id, such as north')
    .option('--name <name>', 'default: the id')
    .option('--team <team>', 'the team that its leads count for')
    .action(
      onServer<{ name?: string; team?: string }>(true, async ({ api, json }, [id = ''], { name, team }) => {
        const answer = await api.post<object>('/v1/pools', { id, name: name ?? id, ...(team !== undefined && { team }) });
        await printOne(answer, json, () => `There is a pool ${id}`);
      }),
    );

  pool
    .command('set')
    .description('A new version of the settings of a pool; what is not named stays as it is')
    .argument('<pool>')
    .option('--claims-per-day <n|none>', 'claims of a rep in a day of its own calendar', wholeNumber)
    .option('--holding-limit <n|none>', 'open leads that a rep may hold to claim here', wholeNumber)
    .option('--previous-owner-cool-down <minutes>', 'for so long whoever had a lead last may not claim it', wholeNumber)
    .option('--new-lead-cool-down <minutes>', 'for so long after its capture nobody may claim a lead', wholeNumber)
    .option('--see-teams <teams>', 'who sees its leads, separated by commas', words)
    .option('--see-reps <reps>', 'who sees its leads, separated by commas', words)
    .option('--see-roles <roles>', 'who sees its leads, separated by commas', words)
    .option('--claim-teams <teams>', 'who claims its leads, separated by commas', words)
    .option('--claim-reps <reps>', 'who claims its leads, separated by commas', words)
    .option('--claim-roles <roles>', 'who claims its leads, separated by commas', words)
    .option('--everyone', 'everyone sees and claims, as far as nothing else is said here')
    .option('--mask <fields>', 'fields that a rep sees only of its own leads, separated by commas', words)
    .option('--moves-to <pools>', 'pools that its leads may be moved to, separated by commas; "any" for any', words)
    .requiredOption('--reason <text>', 'why')
    .action(
      onServer<SettingsOptions>(true, async ({ api, json }, [id = ''], options) => {
        const answer = await api.post<object>(`/v1/pools/${segment(id)}/settings`, { ...settingsOf(options), reason: options.reason });
        await printOne(answer, json, () => `Pool ${id} has new settings`);
      }),
    );

  takesClocks(
    pool
      .command('routes')
      .description('Where leads go that are given back without naming a pool; with --set, a new list')
      .option('--set <json>', 'the list as JSON: [{"reason": "wrong region", "cameFrom": null, "to": "south"}, …]; null in to sends back')
      .option('--reason <text>', 'why, with --set'),
  ).action(
    onServer<Clocks & { set?: string; reason?: string }>(true, async ({ api, json }, _args, { set, reason, ...clocks }) => {
      if (set !== undefined) await api.post('/v1/settings/release-routes', { routes: routesOf(set), reason });
      const { routes } = await api.get<{ routes: ReleaseRoute[] }>(
        '/v1/settings/release-routes',
        clocksQuery(clocks),
        api.lastToken ?? undefined,
      );
      await printOne(routes, json, (list) =>
        table(list, [
          { heading: 'reason', of: (route) => route.reason ?? 'any' },
          { heading: 'came from', of: (route) => route.cameFrom ?? 'any' },
          { heading: 'to', of: (route) => route.to ?? 'where it came from' },
        ]),
      );
    }),
  );
}

function routesOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new ProblemError(400, [{ code: 'CLI.WRONG_USAGE', message: `--set is no JSON: ${(error as Error).message}`, path: 'set' }]);
  }
}

function settingsOf(options: SettingsOptions): Partial<PoolSettings> {
  const see = audience(options.seeRoles, options.seeTeams, options.seeReps) ?? (options.everyone ? null : undefined);
  const claim = audience(options.claimRoles, options.claimTeams, options.claimReps) ?? (options.everyone ? null : undefined);
  const { claimsPerDay, holdingLimit, previousOwnerCoolDown, newLeadCoolDown, mask, movesTo } = options;
  return {
    ...(see !== undefined && { see }),
    ...(claim !== undefined && { claim }),
    ...(claimsPerDay !== undefined && { claimsPerDay }),
    ...(holdingLimit !== undefined && { holdingLimit }),
    ...(previousOwnerCoolDown !== undefined && { previousOwnerCoolDownMinutes: previousOwnerCoolDown }),
    ...(newLeadCoolDown !== undefined && { newLeadCoolDownMinutes: newLeadCoolDown }),
    ...(mask && { maskedFields: [...mask] }),
    ...(movesTo && { movesTo: movesTo.includes('any') ? null : [...movesTo] }),
  };
}

const audience = (roles: readonly string[] = [], teams: readonly string[] = [], reps: readonly string[] = []): PoolAudience | undefined =>
  roles.length + teams.length + reps.length === 0 ? undefined : { roles: [...roles], teams: [...teams], reps: [...reps] };

function inWords({ name, team, settings }: PoolAnswer): string {
  const who = (list: PoolAudience | null): string =>
    list === null ? 'everyone' : [...list.roles, ...list.teams.map((each) => `team ${each}`), ...list.reps].join(', ');
  return facts([
    ['pool', name],
    ['team', team],
    ['seen by', who(settings.see)],
    ['claimed by', who(settings.claim)],
    ['claims a day', settings.claimsPerDay ?? 'no limit'],
    ['holding limit', settings.holdingLimit ?? 'no limit'],
    ['cool-down of the previous owner', `${settings.previousOwnerCoolDownMinutes} minutes`],
    ['cool-down of new leads', `${settings.newLeadCoolDownMinutes} minutes`],
    ['masked fields', settings.maskedFields.join(', ') || 'none'],
    ['moves to', settings.movesTo?.join(', ') ?? 'any pool'],
  ]);
}
