import { type CalendarDocument, type ClosedPart, feedDays, hoursWithout, publicHolidays, weekdays } from '#libs/calendar';
import { type DocumentReader, nearestName } from '#libs/expressions';
import { type HolidaySource, type ParsedCalendar } from './parse-calendar.js';

/** Named texts of iCalendar files. */
export type Feeds = Readonly<Record<string, string>>;

export interface WrittenOut {
  readonly exceptions: CalendarDocument['exceptions'];
  readonly sources: readonly string[];
}

/** About 500 KB of an event that may have 1 MiB. */
const MAX_DAYS = 5_000;

/**
 * The days of all sources as exceptions, so that the event says everything: a holiday takes from the hours of its weekday what it closes. What
 * the document itself says of a day goes before a holiday on it. Problems are noted at the entry of their source.
 */
export async function writeOut(yaml: DocumentReader, calendar: ParsedCalendar, feeds: Feeds): Promise<WrittenOut> {
  const closed = new Map<string, ClosedPart[]>();
  const sources: string[] = [];
  for (const holiday of calendar.holidays) {
    const found = holiday.kind === 'country' ? await ofCountry(yaml, holiday) : ofFeed(yaml, holiday, calendar.zone, feeds);
    if (!found) continue;
    sources.push(found.source);
    for (const part of found.closed) closed.set(part.date, [...(closed.get(part.date) ?? []), part]);
  }
  const told = new Set(calendar.exceptions.map(({ date }) => date));
  const days = [...closed].flatMap(([date, parts]) =>
    told.has(date) ? [] : [{ date, name: nameOf(parts), hours: hoursWithout(weekdayHours(calendar, date), parts) }],
  );
  const exceptions = [...calendar.exceptions.map(({ date, name, hours }) => ({ date, name: name ?? null, hours })), ...days];
  if (exceptions.length > MAX_DAYS)
    yaml.add(
      null,
      'TOO_MANY_DAYS',
      `The calendar would have ${exceptions.length} exceptional days, ${MAX_DAYS} at most: ask for fewer years`,
    );
  return { exceptions: exceptions.sort((a, b) => (a.date < b.date ? -1 : 1)), sources };
}

interface Found {
  readonly closed: readonly ClosedPart[];
  readonly source: string;
}

async function ofCountry(yaml: DocumentReader, holiday: Extract<HolidaySource, { kind: 'country' }>): Promise<Found | null> {
  const { country, region, years, node } = holiday;
  const answer = await publicHolidays(country, region, years);
  if (answer.kind === 'days') return answer;
  const asked = answer.what === 'country' ? country : `${region} in ${country}`;
  const nearest = nearestName(answer.what === 'country' ? country : region!, answer.known);
  const known =
    answer.known.length > 60 ? 'use its ISO 3166 code such as DE' : `known: ${answer.known.join(', ') || 'none, leave region out'}`;
  yaml.add(node, answer.what.toUpperCase(), `There are no holidays of ${asked}; ${nearest ? `did you mean ${nearest}?` : known}`, nearest);
  return null;
}

function ofFeed(
  yaml: DocumentReader,
  { feed, years, node }: Extract<HolidaySource, { kind: 'feed' }>,
  zone: string,
  feeds: Feeds,
): Found | null {
  const text = feeds[feed];
  if (text === undefined) {
    yaml.add(
      node,
      'FEED_MISSING',
      `The text of ${feed} did not come with the document: put a file of that name beside it, or name another`,
    );
    return null;
  }
  const { closed, problems } = feedDays(text, zone, years);
  for (const problem of problems) yaml.add(node, 'FEED_BROKEN', `${feed}: ${problem}`);
  if (problems.length === 0 && closed.length === 0)
    yaml.add(node, 'FEED_EMPTY', `${feed} names no day in the years asked for: ask for others, or leave it out`);
  return { closed, source: `iCalendar ${feed} ${years.join(', ')}` };
}

const nameOf = (parts: readonly ClosedPart[]): string | null => [...new Set(parts.flatMap(({ name }) => name ?? []))].join(', ') || null;

function weekdayHours({ weekly }: ParsedCalendar, date: string): CalendarDocument['weekly'][number]['hours'] {
  const day = weekdays[(new Date(date).getUTCDay() + 6) % 7]!;
  return weekly.filter(({ days }) => days.includes(day)).flatMap(({ hours }) => hours);
}
