import { type Command } from 'commander';
import { type RepAvailability, type RepLine } from '#libs/dispatch';
import { badRequest } from '#libs/platform';
import { onServer } from '../client/session.js';
import { printList, printOne } from '../output/result.js';
import { facts } from '../output/table.js';
import { type Clocks, clocksQuery, segment, takesClocks } from './as-known.js';
import { addOnCallCommands } from './on-call.command.js';

interface Changed {
  readonly events: readonly object[];
}

/** Who works here, by which calendar, how much, and when they can be given work. */
export function addWorkingTermCommands(program: Command): void {
  const rep = program.command('rep').description('Who works here, on which terms, and when they can be given work');

  rep
    .command('join')
    .description('A person begins to work here; said again with another name, the profile changes')
    .argument('<rep>', 'a free id, such as ana')
    .requiredOption('--name <name>')
    .action(
      onServer<{ name: string }>(true, async ({ api, json }, [id = ''], { name }) => {
        await printOne(await api.post<object>('/v1/reps', { id, name }), json, () => `${id} works here`);
      }),
    );

  rep
    .command('join-team')
    .description('A rep joins a team from now on; in it already, role and weight change')
    .argument('<rep>')
    .argument('<team>')
    .option('--role <word>')
    .option('--weight <n>', 'a member of weight 2 gets twice the turns of one of weight 1')
    .action(
      onServer<{ role?: string; weight?: string }>(true, async ({ api, json }, [id = '', team = ''], { role, weight }) => {
        const terms = { role, ...(weight !== undefined && { weight: numberOf('--weight', weight) }) };
        const joined = await api.post<Changed>(`/v1/reps/${segment(id)}/teams`, { team, ...terms });
        const changed = await api.post<Changed>(`/v1/reps/${segment(id)}/teams/${segment(team)}`, terms);
        await printOne({ ...changed, events: [...joined.events, ...changed.events] }, json, () => `${id} is in team ${team}`);
      }),
    );

  rep
    .command('leave-team')
    .description('A rep leaves a team from now on; earlier figures stay with it')
    .argument('<rep>')
    .argument('<team>')
    .action(
      onServer(true, async ({ api, json }, [id = '', team = '']) => {
        const left = await api.post<object>(`/v1/reps/${segment(id)}/teams/${segment(team)}/leave`, {});
        await printOne(left, json, () => `${id} is in team ${team} no more`);
      }),
    );

  takesClocks(rep.command('list').description('Everybody who works or worked here, with their teams')).action(
    onServer<Clocks>(true, async ({ api, json }, _args, clocks) => {
      await printList(api.lines<RepLine>('/v1/reps', clocksQuery(clocks)), json, [
        { heading: 'rep', of: (row) => row.rep },
        { heading: 'name', of: (row) => row.name },
        { heading: 'active', of: (row) => (row.active ? 'yes' : 'no') },
        { heading: 'teams', of: (row) => row.teams.join(', ') },
      ]);
    }),
  );

  takesClocks(
    rep
      .command('availability')
      .description('Whether a rep can be given work at an instant, also a future one, why, and until when')
      .argument('<rep>'),
  ).action(
    onServer<Clocks>(true, async ({ api, json }, [id = ''], known) => {
      const answer = await api.get<RepAvailability>(`/v1/reps/${segment(id)}/availability`, clocksQuery(known));
      await printOne(answer, json, availabilityInWords);
    }),
  );

  rep
    .command('calendar')
    .description('The calendar of a rep from now on; without one that of the team')
    .argument('<rep>')
    .argument('[calendar]')
    .action(
      onServer(true, async ({ api, json }, [id = '', calendar]) => {
        const answer = await api.post<object>(`/v1/reps/${segment(id)}/calendar`, { calendar: calendar ?? null });
        await printOne(answer, json, () => `${id} works by ${calendar ?? 'the calendar of the team'}`);
      }),
    );

  rep
    .command('capacity')
    .description('How many leads a rep may hold, and take in a working day, from now on; what is not named stays as it was')
    .argument('<rep>')
    .option('--holding <n|none>', 'how many may be held at once')
    .option('--intake <n|none>', 'how many may be taken in a day of the rep’s calendar')
    .action(
      onServer<{ holding?: string; intake?: string }>(true, async ({ api, json }, [id = ''], { holding, intake }) => {
        const body = { holdingCap: limitOf('--holding', holding), intakeCap: limitOf('--intake', intake) };
        await printOne(await api.post<object>(`/v1/reps/${segment(id)}/capacity`, body), json, () => `The capacity of ${id} is set`);
      }),
    );

  rep
    .command('leave')
    .description('The last day of a rep is known; said again, it moves')
    .argument('<rep>')
    .option('--last-day <day>', 'the last day at work')
    .option('--withdraw', 'the rep stays')
    .action(
      onServer<{ lastDay?: string; withdraw?: boolean }>(true, async ({ api, json }, [id = ''], { lastDay, withdraw }) => {
        if (!withdraw && lastDay === undefined)
          throw badRequest({ code: 'CLI.WRONG_USAGE', message: 'Name the --last-day, or --withdraw the leave' });
        const path = `/v1/reps/${segment(id)}/leave`;
        const answer = withdraw ? await api.post<object>(`${path}/withdraw`, {}) : await api.post<object>(path, { lastDay });
        await printOne(answer, json, () => (withdraw ? `${id} stays` : `${id} leaves; the last day is ${lastDay}`));
      }),
    );

  rep
    .command('deactivate')
    .description('Ends the work of a person here')
    .argument('<rep>')
    .option('--reason <text>')
    .action(
      onServer<{ reason?: string }>(true, async ({ api, json }, [id = ''], { reason }) => {
        await printOne(await api.post<object>(`/v1/reps/${segment(id)}/deactivate`, { reason }), json, () => `${id} works here no more`);
      }),
    );

  addOnCallCommands(rep.command('on-call').description('When a rep can be given work outside working time'));
}

function availabilityInWords(answer: RepAvailability): string {
  return facts([
    ['rep', `${answer.rep} (${answer.name})`],
    ['available', `${answer.available ? 'yes' : 'no'}, ${answer.because}${answer.until === null ? '' : ` until ${answer.until}`}`],
    ...(answer.available ? [] : [['available from', answer.availableFrom ?? 'not known'] as const]),
    ...(answer.absence ? [['absence', `${answer.absence.kind} (${answer.absence.absenceId})`] as const] : []),
    ...(answer.absence ? [['covered by', answer.coveredBy ?? 'nobody'] as const] : []),
    ...(answer.lastDay === null ? [] : [['last day', answer.lastDay] as const]),
    ['team', answer.team],
    ['calendar', answer.calendar],
    ['may hold', answer.capacity.holdingCap ?? 'no limit'],
    ['may take a day', answer.capacity.intakeCap ?? 'no limit'],
  ]);
}

/** Not named: undefined; `none`: no limit. */
function limitOf(option: string, text: string | undefined): number | null | undefined {
  if (text === undefined) return undefined;
  return text === 'none' ? null : numberOf(option, text);
}

function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number)) return number;
  throw badRequest({ code: 'CLI.WRONG_USAGE', message: `${option} is a number; got ${text}` });
}
