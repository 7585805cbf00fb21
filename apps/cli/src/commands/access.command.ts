import { Argument, type Command } from 'commander';
import { type ModeInForce, type SightDecision } from '#libs/access';
import { type AccessRequestLine } from '#libs/leads';
import { onServer } from '../client/session.js';
import { printList, printOne } from '../output/result.js';
import { facts } from '../output/table.js';
import { type Clocks, clocksQuery, segment, takesClocks } from './as-known.js';

interface Returned {
  readonly paused: readonly string[];
}

export function addAccessCommands(program: Command): void {
  addVisibilityCommands(program);
  addRightCommands(program);
  addRequestCommands(program);
}

function addVisibilityCommands(program: Command): void {
  const visibility = program.command('visibility').description("How much of other people's leads a rep sees");

  takesClocks(visibility.command('show').description('The mode in force for the organisation')).action(
    onServer<Clocks>(true, async ({ api, json }, _args, clocks) => {
      const answer = await api.get<ModeInForce>('/v1/settings/visibility', clocksQuery(clocks));
      await printOne(answer, json, ({ mode, version }) => (version === 0 ? `${mode} (nobody has decided)` : `${mode}@${version}`));
    }),
  );

  visibility
    .command('set')
    .description('Decide it for the organisation, or something narrower for a team')
    .argument('<mode>', 'open, team, own, or "own+pool masked"; for a team also "organisation"')
    .option('--team <team>')
    .requiredOption('--reason <text>', 'why')
    .action(
      onServer<{ team?: string; reason: string }>(true, async ({ api, json }, [mode = ''], { team, reason }) => {
        const path = team === undefined ? '/v1/settings/visibility' : `/v1/teams/${segment(team)}/visibility`;
        const body = team !== undefined && mode === 'organisation' ? { reason } : { mode, reason };
        await printOne(await api.post<object>(path, body), json, () => `Visibility is ${mode} from now on`);
      }),
    );

  visibility
    .command('why')
    .description('Why a rep sees a lead or does not, now or under what held at an instant')
    .argument('<lead>', 'lead id')
    .requiredOption('--rep <rep>')
    .option('--at <instant>', 'ISO 8601')
    .action(
      onServer<{ rep: string; at?: string }>(true, async ({ api, json }, [lead = ''], { rep, at }) => {
        const answer = await api.get<SightDecision>(`/v1/leads/${segment(lead)}/visibility`, { rep, at });
        await printOne(answer, json, ({ sight, because, decidedBy, maskedFields, table }) =>
          facts([
            ['sight', sight],
            ['because', because],
            ['decided by', decidedBy],
            ['masked fields', maskedFields.join(', ') || 'none'],
            ['table', table],
          ]),
        );
      }),
    );

  visibility
    .command('general-queue')
    .description('Take a team back to the general queue: switch off what distributes to it, and set the visibility of its leads')
    .argument('<team>')
    .option('--mode <mode>', 'open, team, own, or "own+pool masked"; without it the visibility stays')
    .requiredOption('--reason <text>', 'why')
    .action(
      onServer<{ mode?: string; reason: string }>(true, async ({ api, json }, [team = ''], { mode, reason }) => {
        const body = { reason, ...(mode !== undefined && { mode }) };
        const answer = await api.post<Returned>(`/v1/teams/${segment(team)}/general-queue`, body);
        await printOne(
          answer,
          json,
          ({ paused }) => `${team} works from the general queue; switched off: ${paused.join(', ') || 'nothing'}`,
        );
      }),
    );
}

function addRightCommands(program: Command): void {
  const right = program.command('right').description('Rights beside those of a role, for one person or for everyone');
  for (const [name, path, done] of [
    ['give', '/v1/rights', 'may'],
    ['withdraw', '/v1/rights/withdraw', 'may not any more'],
  ] as const)
    right
      .command(name)
      .description(name === 'give' ? 'Give a right' : 'Take a right back')
      .argument('<right>', 'lead.redistribute')
      .option('--person <person>', 'as tokens name it; without it everyone')
      .requiredOption('--reason <text>', 'why')
      .action(
        onServer<{ person?: string; reason: string }>(true, async ({ api, json }, [of = ''], { person, reason }) => {
          const answer = await api.post<object>(path, { right: of, reason, ...(person !== undefined && { person }) });
          await printOne(answer, json, () => `${person ?? 'Everyone'} ${done}: ${of}`);
        }),
      );
}

function addRequestCommands(program: Command): void {
  const requests = program.command('access-requests').description('Who asked to see which lead: what hiding costs');

  requests
    .command('list')
    .description('Requests, the latest first')
    .option('--from <instant>')
    .option('--to <instant>')
    .option('--open', 'only those that nobody has decided')
    .action(
      onServer<{ from?: string; to?: string; open?: true }>(true, async ({ api, json }, _args, { from, to, open }) => {
        const rows = api.lines<AccessRequestLine>('/v1/access-requests', { from, to, open: open && 'true' });
        await printList(rows, json, [
          { heading: 'requested', of: (row) => row.requestedAt },
          { heading: 'rep', of: (row) => row.rep },
          { heading: 'lead', of: (row) => row.lead },
          { heading: 'kept by', of: (row) => row.mode },
          { heading: 'reason', of: (row) => row.reason },
          { heading: 'decided', of: (row) => (row.granted === null ? 'open' : row.granted ? 'granted' : 'refused') },
          { heading: 'request', of: (row) => row.request },
        ]);
      }),
    );

  requests
    .command('decide')
    .description('Let the rep see the lead, or do not')
    .argument('<lead>')
    .argument('<request>')
    .addArgument(new Argument('<decision>').choices(['grant', 'refuse']))
    .option('--until <instant>', 'the end of it (ISO 8601)')
    .option('--reason <text>')
    .action(
      onServer<{ until?: string; reason?: string }>(true, async ({ api, json }, [lead = '', request = '', decision], options) => {
        const body = { granted: decision === 'grant', ...options };
        const answer = await api.post<object>(`/v1/leads/${segment(lead)}/access-requests/${segment(request)}/decide`, body);
        await printOne(answer, json, () => (decision === 'grant' ? 'Access is granted' : 'Access is refused'));
      }),
    );
}
