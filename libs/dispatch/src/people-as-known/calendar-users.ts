import { type Pool } from 'pg';
import { logFeed } from '../dispatcher/log-feed.js';
import { evolveGroup, type GroupState, initialGroup, teamCalendarAt } from '../group.evolve.js';
import { initialRep, ownCalendarAt, type RepState } from '../rep-state.js';
import { evolveRep } from '../rep.evolve.js';

/** Teams and people who work in the time of a calendar at an instant (milliseconds since the epoch). */
export async function calendarUsers(
  pool: Pool,
  calendar: string,
  at: number,
): Promise<{ readonly teams: string[]; readonly reps: string[] }> {
  const reps = new Map<string, RepState>();
  const teams = new Map<string, GroupState>();
  for (const event of await logFeed(pool).organisation(Number.MAX_SAFE_INTEGER)) {
    const { stream } = event;
    if (stream.startsWith('rep-')) reps.set(stream, evolveRep(reps.get(stream) ?? initialRep, event));
    else if (stream.startsWith('team-')) teams.set(stream, evolveGroup(teams.get(stream) ?? initialGroup, event));
  }
  return {
    teams: [...teams].filter(([, team]) => teamCalendarAt(team, at) === calendar).map(([stream]) => stream.slice('team-'.length)),
    reps: [...reps.values()].filter((rep) => ownCalendarAt(rep, at) === calendar).map(({ id }) => id),
  };
}
