import { DEPARTURE, REPS, TEAMS } from './sales-team.js';
import { berlin, FIRST_DAY, iso } from './time.js';

/** One line of the second file: who works here, and since when. */
export interface StaffRow {
  readonly kind: 'team' | 'joined' | 'left';
  readonly id: string;
  readonly name: string;
  readonly team: string;
  readonly at: string;
}

export function generateStaff(): readonly StaffRow[] {
  const since = iso(berlin(FIRST_DAY, '08:00'));
  return [
    ...TEAMS.map(({ id, name }): StaffRow => ({ kind: 'team', id, name, team: id, at: since })),
    ...REPS.map(({ id, name, team, joined }): StaffRow => ({ kind: 'joined', id, name, team, at: iso(berlin(joined, '08:00')) })),
    ...REPS.filter(({ id }) => id === DEPARTURE.rep).map(({ id, name, team }): StaffRow => ({
      kind: 'left',
      id,
      name,
      team,
      at: iso(berlin('2026-04-30', '18:00')),
    })),
  ];
}
