import { firstInstantOfDay, isDate, nextDay } from '#libs/calendar';
import { type DecideContext, type Decision, idCheck, outcome, type Verdict } from '../decision.js';
import { type AnnounceLeave } from '../people-action.js';
import { isActive } from '../rep-rules.js';
import { type RepState } from '../rep-state.js';

/** The last day at work is known. Until it is over the rep works on; who is deactivated then is said by another command. */
export function decideAnnounceLeave(state: RepState, { rep, lastDay }: AnnounceLeave, context: DecideContext): Decision {
  const endsAt = isDate(lastDay) ? firstInstantOfDay(nextDay(lastDay), context.zone) : null;
  return outcome(context, [idCheck('rep', rep), dayVerdict(lastDay, endsAt, context.at)], [isActive(state, rep)], () =>
    endsAt === null || state.leave?.lastDay === lastDay ? [] : [{ type: 'rep.leave-announced', data: { lastDay, endsAt } }],
  );
}

function dayVerdict(lastDay: string, endsAt: string | null, at: number): Verdict {
  if (endsAt === null) return { code: 'TIME.MALFORMED', message: `lastDay is a day such as 2026-06-30; got “${lastDay}”`, path: 'lastDay' };
  if (Date.parse(endsAt) > at) return null;
  return { code: 'LEAVE.OVER', message: `${lastDay} is over: name a later day, or deactivate the rep`, path: 'lastDay' };
}
