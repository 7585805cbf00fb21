import { type DispatchState, type Turns } from '../assignment/dispatch-state.js';
import { turnsOf } from '../assignment/fraction.js';
import { type GroupState, initialGroup } from '../group.evolve.js';
import { initialRep, type RepState } from '../rep-state.js';
import { type AssignmentTest, type TestRep, type TestWorld } from './assignment-test.js';
import { testCalendar } from './test-hours.js';

const HOURS = 'hours of the test';
const CLOSINGS = 1_000_000;

/** The world of a test case as a decision sees it: the same state as the log would give, had it told just this. */
export function testState(policyTeam: string, { at, given }: AssignmentTest): DispatchState {
  const reps = new Map(given.reps.map((rep) => [rep.rep, { said: rep, state: repOf(rep, policyTeam, at) }]));
  const calendar = given.hours && testCalendar(given.hours);
  const turns = new Map(given.reps.filter((rep) => rep.turns > 0).map((rep) => [rep.rep, turnsSoFar(rep)]));
  return {
    position: 0,
    rep: (id) => reps.get(id)?.state ?? null,
    team: () => teamOf(given, calendar !== null),
    pool: (id) => ({ ...initialGroup, exists: true, name: id }),
    calendar: (id) => (id === HOURS ? calendar : null),
    coolDownMinutes: () => 0,
    membersOf: (team) =>
      given.reps
        .filter((rep) => (rep.team ?? policyTeam) === team)
        .map(({ rep }) => rep)
        .sort(),
    load: (rep) => ({ open: reps.get(rep)?.said.openLoad ?? 0, takenSince: () => 0 }),
    turns: () => turns,
    closings: (rep, figure) => closingsOf(figure.of, reps.get(rep)?.said.figures[figure.name]),
  };
}

const always = -Infinity;

function repOf(said: TestRep, policyTeam: string, at: number): RepState {
  const absent = said.away && { absenceId: 'away', kind: 'away', cover: null, note: null, cancelled: false, ...said.away };
  return {
    ...initialRep,
    id: said.rep,
    status: 'active',
    name: said.rep,
    attributes: said.attributes,
    employments: [{ from: always, to: null }],
    memberships: [{ team: said.team ?? policyTeam, role: said.role, weight: 1, from: always, to: null }],
    absences: absent ? [absent] : [],
    onCall: said.onCall ? [{ shiftId: 'on call', from: at, to: at + 1, team: null }] : [],
    capacities: said.holdingCap === null ? [] : [{ from: always, holdingCap: said.holdingCap, intakeCap: null }],
  };
}

const teamOf = ({ manager }: TestWorld, hasHours: boolean): GroupState => ({
  ...initialGroup,
  exists: true,
  calendars: hasHours ? [{ from: always, id: HOURS }] : [],
  managers: manager === null ? [] : [{ from: always, id: manager }],
});

const turnsSoFar = ({ turns }: TestRep): Turns => ({ pointer: turnsOf(turns, 1), lastTurn: turns, lastAt: null, away: false });

/** A win rate as closings enough for any minimum. */
function closingsOf(of: 'win-rate' | 'won' | 'lost', value: number | undefined): { readonly won: number; readonly lost: number } {
  if (value === undefined) return { won: 0, lost: 0 };
  if (of === 'won') return { won: value, lost: 0 };
  if (of === 'lost') return { won: 0, lost: value };
  const won = Math.round(Math.min(value, 1) * CLOSINGS);
  return { won, lost: CLOSINGS - won };
}
