import { type DecideContext, type Decision, idCheck, outcome, type Verdict } from '../decision.js';
import { type SetCapacity } from '../people-action.js';
import { isActive } from '../rep-rules.js';
import { capacityAt, type RepState } from '../rep-state.js';

/** From here on the rep may hold, and take in a day, this many leads. What the rep holds already stays. */
export function decideSetCapacity(state: RepState, action: SetCapacity, context: DecideContext): Decision {
  const now = capacityAt(state, context.at);
  const holdingCap = action.holdingCap === undefined ? now.holdingCap : action.holdingCap;
  const intakeCap = action.intakeCap === undefined ? now.intakeCap : action.intakeCap;
  return outcome(
    context,
    [idCheck('rep', action.rep), limitCheck('holdingCap', holdingCap), limitCheck('intakeCap', intakeCap)],
    [isActive(state, action.rep)],
    () =>
      now.holdingCap === holdingCap && now.intakeCap === intakeCap ? [] : [{ type: 'rep.capacity-set', data: { holdingCap, intakeCap } }],
  );
}

const limitCheck = (path: string, limit: number | null): Verdict =>
  limit === null || (Number.isSafeInteger(limit) && limit >= 0)
    ? null
    : { code: 'CAPACITY.MALFORMED', message: `${path} is a whole number from 0, or null for no limit; got ${limit}`, path };
