import { type Node } from 'yaml';
import { type Span } from '#libs/calendar';
import { type DocumentReader } from '#libs/expressions';

const PART = /^(\d{1,5}) (day|hour|minute|second)s?$/;
const MS = { day: 0, hour: 3_600_000, minute: 60_000, second: 1_000 } as const;

/** `10 days`, `36 hours`, `1 day 12 hours`, `20 seconds`; null where it is none. */
export function spanOf(text: string): Span | null {
  const parts = text.trim().match(/\d+ [a-z]+/g) ?? [];
  if (parts.length === 0 || parts.join(' ') !== text.trim().replace(/\s+/g, ' ')) return null;
  let span: Span = { days: 0, ms: 0 };
  for (const part of parts) {
    const [, count, unit] = PART.exec(part) ?? [];
    if (unit === undefined) return null;
    span =
      unit === 'day'
        ? { ...span, days: span.days + Number(count) }
        : { ...span, ms: span.ms + Number(count) * MS[unit as keyof typeof MS] };
  }
  return span;
}

/** The least a span can be: a day on which clocks go forward has 23 hours. */
export const leastMs = ({ days, ms }: Span): number => days * 23 * 3_600_000 + ms;

/** Reads a span of more than nothing; null with a problem where it is none, and without one where nothing is said. */
export function readSpan(yaml: DocumentReader, node: Node | null, what: string, required = false): Span | null {
  const text = yaml.text(node, what, required);
  if (text === null) return null;
  const span = spanOf(text);
  if (span && leastMs(span) > 0) return span;
  yaml.add(node, 'SHAPE', `${what} is a span such as "10 days", "36 hours" or "1 day 12 hours"`);
  return null;
}

/** As people say it: `3 days`, `1 day 2 hours`. */
export function spanInWords({ days, ms }: Span): string {
  const parts = [
    [days, 'day'],
    [Math.floor(ms / 3_600_000), 'hour'],
    [Math.floor((ms % 3_600_000) / 60_000), 'minute'],
    [Math.floor((ms % 60_000) / 1_000), 'second'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`);
  return said.join(' ') || '0 seconds';
}
