import { type Command } from 'commander';
import { type Holder } from '#libs/contracts';
import { type RedistributedLead } from '#libs/leads';
import { ProblemError } from '#libs/platform';
import { onServer } from '../client/session.js';
import { printOne } from '../output/result.js';
import { table } from '../output/table.js';
import { segment } from './as-known.js';

interface Redistributed {
  readonly moved: number;
  readonly refused: number;
  readonly leads: readonly RedistributedLead[];
}

interface RedistributeOptions {
  readonly rep?: string;
  readonly toRep?: string;
  readonly toTeam?: string;
  readonly toPool?: string;
  readonly evenAtCapacity?: true;
  readonly reason: string;
}

export function addLeadCommands(program: Command): void {
  const lead = program.command('lead').description('What is done with leads: claim, release, move, lock, redistribute');
  const named = (name: string, description: string) =>
    lead.command(name).description(description).argument('<lead>', 'lead id, or source:external-id');

  named('claim', 'Take a lead from its pool; of many at once exactly one succeeds')
    .option('--rep <rep>', 'who claims; default: whoever the token names')
    .action(command<{ rep?: string }>('claim', ({ rep }) => ({ ...(rep !== undefined && { rep }) }), 'is claimed'));

  named('release', 'Give a lead back, to the pool named or the one that the routes say')
    .option('--pool <pool>')
    .option('--reason <text>', 'why; routes may look at it')
    .action(command<{ pool?: string; reason?: string }>('release', (options) => options, 'is given back'));

  named('move', 'Move a lead from its pool to another')
    .requiredOption('--pool <pool>', 'where to')
    .requiredOption('--reason <text>', 'why')
    .action(command<{ pool: string; reason: string }>('move', (options) => options, 'is moved'));

  named('lock', 'Exempt a lead from recycling and from claims')
    .option('--until <instant>', 'the end of the lock (ISO 8601); without it until it is unlocked')
    .requiredOption('--reason <text>', 'why')
    .action(command<{ until?: string; reason: string }>('lock', (options) => options, 'is locked'));

  named('unlock', 'End the lock of a lead')
    .option('--reason <text>', 'why')
    .action(command<{ reason?: string }>('unlock', (options) => options, 'is unlocked'));

  named('request-access', 'Ask to see a lead that the visibility in force keeps from you')
    .requiredOption('--reason <text>', 'why')
    .action(command<{ reason: string }>('access-requests', (options) => options, 'is asked for; a manager decides'));

  lead
    .command('redistribute')
    .description('Hand leads over, each by its own rules; says of each what became of it')
    .argument('[leads...]', 'lead ids, or source:external-id')
    .option('--rep <rep>', 'instead of naming leads: all live leads of this rep')
    .option('--to-rep <rep>')
    .option('--to-team <team>')
    .option('--to-pool <pool>')
    .option('--even-at-capacity', 'whatever limits the new owner has reached')
    .requiredOption('--reason <text>', 'why')
    .action(
      onServer<RedistributeOptions>(true, async ({ api, json }, args, { rep, evenAtCapacity, reason, ...to }) => {
        const leads = args[0] as unknown as readonly string[];
        const body = { ...(rep === undefined ? { leads } : { rep }), to: holderOf(to), reason, ...(evenAtCapacity && { evenAtCapacity }) };
        await printOne(await api.post<Redistributed>('/v1/redistributions', body), json, inWords);
      }),
    );
}

/** One command on one lead. */
const command = <O extends object>(path: string, bodyOf: (options: O) => object, done: string) =>
  onServer<O>(true, async ({ api, json }, [id = ''], options) => {
    const answer = await api.post<object>(`/v1/leads/${segment(id)}/${path}`, bodyOf(options));
    await printOne(answer, json, () => `Lead ${id} ${done}`);
  });

function holderOf({ toRep, toTeam, toPool }: Pick<RedistributeOptions, 'toRep' | 'toTeam' | 'toPool'>): Holder {
  const [holder, ...others] = [
    ...(toRep === undefined ? [] : [{ kind: 'person' as const, id: toRep }]),
    ...(toTeam === undefined ? [] : [{ kind: 'team' as const, id: toTeam }]),
    ...(toPool === undefined ? [] : [{ kind: 'pool' as const, id: toPool }]),
  ];
  if (holder && others.length === 0) return holder;
  throw new ProblemError(400, [{ code: 'CLI.WRONG_USAGE', message: 'Name one of --to-rep, --to-team and --to-pool' }]);
}

const inWords = ({ moved, refused, leads }: Redistributed): string =>
  `${table(leads, [
    { heading: 'lead', of: (row) => row.lead },
    {
      heading: 'what became of it',
      of: (row) => (row.moved ? 'handed over' : row.problem.violations.map(({ message }) => message).join('; ')),
    },
  ])}\n${moved} handed over, ${refused} refused`;
