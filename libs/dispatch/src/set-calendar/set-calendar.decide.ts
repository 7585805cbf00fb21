import { type DecideContext, type Decision, idCheck, notFoundCheck, outcome } from '../decision.js';
import { type SetCalendar } from '../people-action.js';
import { isActive } from '../rep-rules.js';
import { ownCalendarAt, type RepState } from '../rep-state.js';

/** From here on the rep works by this calendar, or again by that of the team. */
export const decideSetCalendar = (state: RepState, { rep, calendar }: SetCalendar, context: DecideContext): Decision =>
  outcome(
    context,
    [idCheck('rep', rep)],
    [isActive(state, rep), calendar === null ? null : notFoundCheck('calendar', calendar, context.calendarExists)],
    () => (ownCalendarAt(state, context.at) === calendar ? [] : [{ type: 'rep.calendar-set', data: { calendar } }]),
  );
