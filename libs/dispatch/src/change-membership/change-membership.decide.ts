import { type DecideContext, type Decision, idCheck, outcome } from '../decision.js';
import { type ChangeMembership } from '../people-action.js';
import { isActive } from '../rep-rules.js';
import { membershipIn, type RepState } from '../rep-state.js';
import { roleCheck, weightCheck } from '../membership-checks.js';

/** From here on the rep has another role or weight in a team. */
export function decideChangeMembership(state: RepState, action: ChangeMembership, context: DecideContext): Decision {
  const { rep, team } = action;
  const now = membershipIn(state, team, context.at);
  const role = action.role === undefined ? (now?.role ?? null) : action.role;
  const weight = action.weight === undefined ? (now?.weight ?? 1) : (action.weight ?? 1);
  return outcome(
    context,
    [idCheck('rep', rep), idCheck('team', team), roleCheck(role), weightCheck(weight)],
    [
      isActive(state, rep),
      now ? null : { code: 'TEAM.NOT_A_MEMBER', message: `${rep} is not in team ${team}: let ${rep} join it first`, path: 'team' },
    ],
    () => (now?.role === role && now.weight === weight ? [] : [{ type: 'rep.membership-changed', data: { team, role, weight } }]),
  );
}
