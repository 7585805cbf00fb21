import { assertNever } from '#libs/platform';
import { decideCreatePool } from './create-pool/create-pool.decide.js';
import { decideCreateTeam } from './create-team/create-team.decide.js';
import { decideDeactivateRep } from './deactivate-rep/deactivate-rep.decide.js';
import { type DecideContext, type Decision } from './decision.js';
import { type GroupState } from './group.evolve.js';
import { decideJoinRep } from './join-rep/join-rep.decide.js';
import { decideJoinTeam } from './join-team/join-team.decide.js';
import { decideLeaveTeam } from './leave-team/leave-team.decide.js';
import { type CreatePool, type CreateTeam, type RepAction } from './organisation-action.js';
import { type RepState } from './rep-state.js';

export function decideRepAction(state: RepState, action: RepAction, context: DecideContext): Decision {
  switch (action.do) {
    case 'join-rep':
      return decideJoinRep(state, action, context);
    case 'join-team':
      return decideJoinTeam(state, action, context);
    case 'leave-team':
      return decideLeaveTeam(state, action, context);
    case 'deactivate-rep':
      return decideDeactivateRep(state, action, context);
    default:
      return assertNever(action);
  }
}

export const decideGroupAction = (state: GroupState, action: CreateTeam | CreatePool, context: DecideContext): Decision =>
  action.do === 'create-team' ? decideCreateTeam(state, action, context) : decideCreatePool(state, action, context);
