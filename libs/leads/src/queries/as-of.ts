import { invalid, notFound, type Violation } from '#libs/platform';
import { type Pool } from 'pg';
import { instantOf } from '../instant.js';

/** What every read takes: `at` alone means as known now. */
export interface ClockQuery {
  /** ISO 8601 with its offset; default now. */
  readonly at?: string;
  /** Only what was recorded by then counts. */
  readonly knownAt?: string;
  /** Only events up to this dense position count. Not together with `knownAt`. */
  readonly position?: string | number;
}

/** A moment on both clocks, checked. */
export interface AsOf {
  /** ISO, UTC. */
  readonly at: string;
  readonly atMs: number;
  readonly knownAt: string | null;
  readonly position: number | null;
  /** The position up to which the read models stand: what the answer rests on where no position was asked for. */
  readonly head: number;
}

/** Clocks of two machines may differ by this much. */
const SKEW_MS = 2_000;
/** Contained in every open range of positions. */
const LAST_POSITION = '9223372036854775806';

/**
 * Checks a question's clocks. Errors: 422 with every violation: `TIME.MALFORMED`, `TIME.IN_FUTURE`, `POSITION.MALFORMED`,
 * `POSITION.BEYOND_LOG`, `CLOCK.TWICE`.
 */
export async function asOf(pool: Pool, query: ClockQuery, now: Date): Promise<AsOf> {
  const { rows } = await pool.query<{ position: string }>({
    name: 'spine-head',
    text: `select position from read.checkpoint where name = 'spine'`,
  });
  return momentAt(query, now, Number(rows[0]?.position ?? 0));
}

/** `asOf` where the end of the log is known. */
export function momentAt(query: ClockQuery, now: Date, head: number): AsOf {
  const violations: Violation[] = [];
  const at = query.at === undefined ? now.toISOString() : instant('at', query.at, now, violations);
  const knownAt = query.knownAt === undefined ? null : instant('knownAt', query.knownAt, now, violations);
  const position = query.position === undefined ? null : positionOf(query.position, head, violations);
  if (knownAt !== null && position !== null) {
    violations.push({
      code: 'CLOCK.TWICE',
      message: 'Ask as known at an instant or at a position, not both: leave one out',
      path: 'position',
    });
  }
  const [first, ...others] = violations;
  if (first) throw invalid(first, ...others);
  return { at: at!, atMs: Date.parse(at!), knownAt, position, head };
}

function instant(path: string, text: string, now: Date, violations: Violation[]): string | null {
  const value = instantOf(text);
  if (value === null) {
    violations.push({
      code: 'TIME.MALFORMED',
      message: `${path} must be an ISO 8601 instant with its offset, like 2026-03-03T12:00:00Z; got “${text}”${lostPlus(text)}`,
      path,
    });
    return null;
  }
  if (Date.parse(value) > now.getTime() + SKEW_MS) {
    violations.push({
      code: 'TIME.IN_FUTURE',
      message: `${path} ${value} is in the future (now is ${now.toISOString()}): ask about the past or the present`,
      path,
    });
  }
  return value;
}

function positionOf(said: string | number, head: number, violations: Violation[]): number {
  const position = /^\d{1,15}$/.test(String(said)) ? Number(said) : NaN;
  if (!(position >= 1))
    violations.push({ code: 'POSITION.MALFORMED', message: `position must be a whole number from 1; got “${said}”`, path: 'position' });
  else if (position > head)
    violations.push({
      code: 'POSITION.BEYOND_LOG',
      message: `The log ends at position ${head}; ask for that or an earlier one`,
      path: 'position',
    });
  return position;
}

/** Values of the three parameters `at`, `position` and `knownAt` of every statement on rows with two clocks. */
export const clockValues = ({ at, knownAt, position }: AsOf): readonly [string, string, string | null] => [
  at,
  position === null ? LAST_POSITION : String(position),
  knownAt,
];

/** What the answers say about the clocks they were given for. */
export const saidClocks = ({ at, knownAt, position, head }: AsOf) => ({ at, knownAt, position: String(position ?? head) });

export const unknownLead = (ref: string) =>
  notFound(
    'LEAD.NOT_FOUND',
    `There is no lead “${ref}”: name it by its id or by source:external-id, or a person by phone:, email: or person:`,
  );

/** An address that says "+" means a space. */
const lostPlus = (text: string): string => (/ \d\d:?\d\d$/.test(text) ? ': in an address the + of an offset is written %2B' : '');
