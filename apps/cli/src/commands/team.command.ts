import { type Command } from 'commander';
import { type Roster, type TeamLine } from '#libs/dispatch';
import { onServer } from '../client/session.js';
import { printList, printOne } from '../output/result.js';
import { facts, table } from '../output/table.js';
import { type Clocks, clocksQuery, segment, takesClocks } from './as-known.js';

export function addTeamCommands(program: Command): void {
  const team = program.command('team').description('Teams: who is in them, who leads them, by which calendar they work');

  team
    .command('create')
    .description('A new team')
    .argument('<team>', 'a free id, such as north')
    .option('--name <name>', 'default: the id')
    .action(
      onServer<{ name?: string }>(true, async ({ api, json }, [id = ''], { name }) => {
        await printOne(await api.post<object>('/v1/teams', { id, name: name ?? id }), json, () => `There is a team ${id}`);
      }),
    );

  takesClocks(team.command('list').description('Every team')).action(
    onServer<Clocks>(true, async ({ api, json }, _args, clocks) => {
      await printList(api.lines<TeamLine>('/v1/teams', clocksQuery(clocks)), json, [
        { heading: 'team', of: (row) => row.team },
        { heading: 'name', of: (row) => row.name },
        { heading: 'members', of: (row) => row.members, align: 'right' },
      ]);
    }),
  );

  team
    .command('calendar')
    .description('The calendar of a team, and of each member without one, from now on')
    .argument('<team>')
    .argument('[calendar]', 'without it none')
    .action(
      onServer(true, async ({ api, json }, [id = '', calendar]) => {
        const answer = await api.post<object>(`/v1/teams/${segment(id)}/calendar`, { calendar: calendar ?? null });
        await printOne(answer, json, () => `${id} works by ${calendar ?? 'no calendar'}`);
      }),
    );

  team
    .command('manager')
    .description('Who leads a team, from now on')
    .argument('<team>')
    .argument('[rep]', 'without it nobody')
    .action(
      onServer(true, async ({ api, json }, [id = '', person]) => {
        const answer = await api.post<object>(`/v1/teams/${segment(id)}/manager`, { person: person ?? null });
        await printOne(answer, json, () => `${person ?? 'Nobody'} leads ${id}`);
      }),
    );

  takesClocks(
    team
      .command('roster')
      .description('Who is in a team at an instant, also a future one, and who of them can be given work then')
      .argument('<team>'),
  ).action(
    onServer<Clocks>(true, async ({ api, json }, [id = ''], known) => {
      const roster = await api.get<Roster>(`/v1/teams/${segment(id)}/roster`, clocksQuery(known));
      await printOne(roster, json, rosterInWords);
    }),
  );
}

const rosterInWords = (roster: Roster): string =>
  [
    facts([
      ['team', `${roster.team} (${roster.name})`],
      ['manager', roster.manager],
      ['calendar', roster.calendar],
    ]),
    table(roster.members, [
      { heading: 'rep', of: (member) => member.rep },
      { heading: 'role', of: (member) => member.role },
      { heading: 'weight', of: (member) => member.weight, align: 'right' },
      { heading: 'available', of: (member) => (member.available ? 'yes' : 'no') },
      { heading: 'because', of: (member) => member.because },
      { heading: 'until', of: (member) => member.until },
      { heading: 'covered by', of: (member) => member.coveredBy },
      { heading: 'calendar', of: (member) => member.calendar },
    ]),
  ].join('\n\n');
