import { type Pool } from 'pg';
import { readSql } from '#libs/platform';
import { coverAt } from '../availability/cover-at.js';
import { availabilityOf } from '../availability/availability-of.js';
import { type RepState } from '../rep-state.js';
import { isoOf } from '../time-checks.js';
import { type Known, knownPeople } from './known-people.js';

/** Somebody away, whose due work another handles meanwhile. */
export interface CoveredRep {
  readonly rep: string;
  readonly name: string;
  /** The first instant back, ISO 8601; null: not known. */
  readonly until: string | null;
}

/** For whom a rep handles at an instant (milliseconds since the epoch) what falls due, as known; also where a cover of theirs is away in turn. */
export async function coveredBy(pool: Pool, cover: string, at: number, known: Known): Promise<readonly CoveredRep[]> {
  const { rows } = await pool.query<{ stream: string }>({
    name: 'maybe-absent',
    text: readSql(import.meta.url, './maybe-absent.sql'),
    values: [isoOf(at)],
  });
  const ids = rows.map(({ stream }) => stream.slice('rep-'.length)).filter((id) => id !== cover);
  if (ids.length === 0) return [];
  const people = knownPeople(pool, known);
  await people.load([cover, ...ids].map((id) => `rep-${id}`));
  const states = new Map<string, RepState>();
  for (const id of [cover, ...ids]) states.set(id, await people.rep(id));
  return ids
    .filter((id) => coverAt(id, at, (each) => states.get(each)) === cover)
    .map((rep) => {
      const state = states.get(rep)!;
      const { until } = availabilityOf(state, at, null);
      return { rep, name: state.name, until: until === null ? null : isoOf(until) };
    });
}
