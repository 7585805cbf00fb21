import { type Node } from 'yaml';
import { type CalendarDocument, type Hours, minutesOf, weekdays } from '#libs/calendar';
import { type DocumentReader } from '#libs/expressions';

const WEEK_MINUTES = 7 * 1_440;

/** Entries of a document with their places in it. */
export type WeeklyEntry = CalendarDocument['weekly'][number] & { readonly node: Node };
export type ExceptionEntry = CalendarDocument['exceptions'][number] & { readonly node: Node };

interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly node: Node;
}

/** What is wrong between hours: those that overlap, days told twice, a calendar that is never open. */
export function checkWeek(yaml: DocumentReader, weekly: readonly WeeklyEntry[], exceptions: readonly ExceptionEntry[]): void {
  const week = weekly.flatMap(({ days, hours, node }) =>
    days.flatMap((day) => hours.map((pair) => stretchOf(day, weekdays.indexOf(day), pair, node))),
  );
  noteOverlaps(yaml, [...week, ...week.map((each) => ({ ...each, start: each.start + WEEK_MINUTES, end: each.end + WEEK_MINUTES }))]);
  const told = new Set<string>();
  for (const { date, hours, node } of exceptions) {
    if (told.has(date)) yaml.add(node, 'DATE_TWICE', `${date} is told twice: keep one entry with all its hours`);
    told.add(date);
    noteOverlaps(
      yaml,
      hours.map((pair) => stretchOf(date, 0, pair, node)),
    );
  }
  if (week.length === 0 && yaml.problems.length === 0 && !exceptions.some(({ hours }) => hours.length > 0))
    yaml.add(null, 'NEVER_OPEN', 'The calendar has no hours at all, so nothing that waits for them would ever happen: give weekly some');
}

function stretchOf(day: string, index: number, hours: Hours, node: Node): Stretch {
  const [start, end] = minutesOf(hours);
  const midnight = index * 1_440;
  return { start: midnight + start, end: midnight + end, text: `${day} ${hours.join('-')}`, node };
}

/** Each pair once, at the entry of the later one. */
function noteOverlaps(yaml: DocumentReader, stretches: readonly Stretch[]): void {
  const noted = new Set<string>();
  const sorted = [...stretches].sort((a, b) => a.start - b.start);
  sorted.forEach((later, index) => {
    const earlier = sorted[index - 1];
    if (!earlier || later.start >= earlier.end) return;
    const message = `${later.text} overlaps ${earlier.text}: let hours end before others begin`;
    if (noted.has(message)) return;
    noted.add(message);
    yaml.add(later.node, 'HOURS_OVERLAP', message);
  });
}
