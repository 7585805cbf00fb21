import { type DecideContext, type Decision, idCheck, notFoundCheck, outcome } from '../decision.js';
import { type GroupState, teamCalendarAt } from '../group.evolve.js';
import { type SetTeamCalendar } from '../people-action.js';
import { teamToChange } from '../rep-rules.js';

/** From here on the team works by this calendar, and so does each member without one of their own. */
export const decideSetTeamCalendar = (state: GroupState, { team, calendar }: SetTeamCalendar, context: DecideContext): Decision =>
  outcome(
    context,
    [idCheck('team', team), teamToChange(state, team)],
    [calendar === null ? null : notFoundCheck('calendar', calendar, context.calendarExists)],
    () => (teamCalendarAt(state, context.at) === calendar ? [] : [{ type: 'team.calendar-set', data: { calendar } }]),
  );
