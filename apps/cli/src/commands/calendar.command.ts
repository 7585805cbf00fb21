import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Command } from 'commander';
import { type CalendarAnswer, type CalendarLine } from '#libs/dispatch';
import { onServer } from '../client/session.js';
import { printList, printOne } from '../output/result.js';
import { facts, table } from '../output/table.js';
import { type AsKnown, asKnownQuery, type Clocks, clocksQuery, segment, takesAsKnown, takesClocks } from './as-known.js';
import { takesCheck } from './check-document.js';
import { readText } from './given-file.js';

interface CheckAnswer {
  readonly problems: readonly { readonly line: number; readonly column: number; readonly code: string; readonly message: string }[];
  readonly days: readonly { readonly date: string }[];
}

export function addCalendarCommands(program: Command): void {
  const calendar = program.command('calendar').description('When people work: calendars in versions, with zones and holidays');

  calendar
    .command('publish')
    .description('Publish the next version of a calendar; iCalendar files that it names are read beside it')
    .argument('<file>', 'YAML or JSON document of the calendar')
    .requiredOption('--reason <text>', 'why it changes')
    .action(
      onServer<{ reason: string }>(true, async ({ api, json }, [file = ''], { reason }) => {
        const published = await api.post<{ calendar: string; version: number; days: number }>('/v1/calendars', {
          ...(await sent(file)),
          reason,
        });
        await printOne(
          published,
          json,
          ({ calendar: id, version, days }) => `${id}@${version} is published, with ${days} exceptional days written out`,
        );
      }),
    );

  takesCheck<CheckAnswer>(calendar, {
    file: 'YAML or JSON document of the calendar',
    path: '/v1/calendars/check',
    sent,
    inWords: ({ days }) => `can be published; it would write out ${days.length} exceptional days`,
  });

  takesClocks(calendar.command('list').description('All calendars with their last versions')).action(
    onServer<Clocks>(true, async ({ api, json }, _args, clocks) => {
      await printList(api.lines<CalendarLine>('/v1/calendars', clocksQuery(clocks)), json, [
        { heading: 'calendar', of: (row) => row.calendar },
        { heading: 'name', of: (row) => row.name },
        { heading: 'version', of: (row) => row.version, align: 'right' },
        { heading: 'zone', of: (row) => row.zone },
        { heading: 'published', of: (row) => row.publishedAt },
        { heading: 'reason', of: (row) => row.reason },
      ]);
    }),
  );

  takesClocks(
    calendar
      .command('show')
      .description('The version of a calendar that is in force at an instant, also a future one')
      .argument('<calendar>', 'id of the calendar'),
  ).action(
    onServer<Clocks>(true, async ({ api, json }, [id = ''], known) => {
      const shown = await api.get<CalendarAnswer>(`/v1/calendars/${segment(id)}`, clocksQuery(known));
      await printOne(shown, json, calendarInWords);
    }),
  );

  takesAsKnown(
    calendar
      .command('working-time')
      .description('Elapsed working time between two instants')
      .argument('<calendar>', 'id of the calendar')
      .requiredOption('--from <instant>', 'ISO 8601')
      .requiredOption('--to <instant>', 'ISO 8601'),
  ).action(
    onServer<AsKnown & { from: string; to: string }>(true, async ({ api, json }, [id = ''], { from, to, ...known }) => {
      const query = { from, to, ...asKnownQuery(known) };
      const answer = await api.get<{ seconds: number }>(`/v1/calendars/${segment(id)}/working-time`, query);
      await printOne(answer, json, ({ seconds }) => `${seconds} working seconds`);
    }),
  );

  takesAsKnown(
    calendar
      .command('due')
      .description('When so many working seconds have passed since an instant')
      .argument('<calendar>', 'id of the calendar')
      .requiredOption('--from <instant>', 'ISO 8601')
      .requiredOption('--seconds <n>', 'working seconds'),
  ).action(
    onServer<AsKnown & { from: string; seconds: string }>(true, async ({ api, json }, [id = ''], { from, seconds, ...known }) => {
      const query = { from, seconds, ...asKnownQuery(known) };
      const answer = await api.get<{ due: string | null }>(`/v1/calendars/${segment(id)}/due`, query);
      await printOne(answer, json, ({ due }) => due ?? 'never: the calendar has not so many working seconds left');
    }),
  );
}

/** The document with the texts of the files that it names, as the API wants them. */
async function sent(file: string): Promise<{ readonly document: string; readonly feeds: Record<string, string> }> {
  const { feedsOf } = await import('#libs/dispatch');
  const document = readText(file);
  const beside = (feed: string): string => resolve(dirname(file), feed);
  // One that is not there is named with all else that is wrong.
  const present = feedsOf(document).filter((feed) => existsSync(beside(feed)));
  return { document, feeds: Object.fromEntries(present.map((feed) => [feed, readText(beside(feed))])) };
}

function calendarInWords(shown: CalendarAnswer): string {
  const head = facts([
    ['calendar', `${shown.calendar}@${shown.version} (${shown.name})`],
    ['zone', shown.zone],
    ['in force', `${shown.since ?? 'since always'}${shown.until === null ? '' : ` until ${shown.until}`}`],
    ['published', `${shown.publishedAt}, “${shown.reason}”`],
    ['holidays', shown.sources.join('; ')],
    ['open', shown.open ? 'yes' : `no, again ${shown.nextOpening ?? 'never'}`],
    ...shown.weekly.map(({ days, hours }) => [days.join(' '), hoursInWords(hours)] as const),
  ]);
  if (shown.exceptions.length === 0) return head;
  const exceptions = table(shown.exceptions, [
    { heading: 'day', of: ({ date }) => date },
    { heading: 'hours', of: ({ hours }) => hoursInWords(hours) },
    { heading: 'name', of: ({ name }) => name },
  ]);
  return `${head}\n\n${exceptions}`;
}

const hoursInWords = (hours: CalendarAnswer['weekly'][number]['hours']): string =>
  hours.length === 0 ? 'closed' : hours.map((pair) => pair.join('–')).join(', ');
