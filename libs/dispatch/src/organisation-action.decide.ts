import { assertNever } from '#libs/platform';
import { decideAnnounceAbsence } from './announce-absence/announce-absence.decide.js';
import { decideAnnounceLeave } from './announce-leave/announce-leave.decide.js';
import { decideCancelAbsence } from './cancel-absence/cancel-absence.decide.js';
import { decideCancelOnCall } from './cancel-on-call/cancel-on-call.decide.js';
import { decideChangeAbsence } from './change-absence/change-absence.decide.js';
import { decideChangeMembership } from './change-membership/change-membership.decide.js';
import { decideCreatePool } from './create-pool/create-pool.decide.js';
import { decideCreateTeam } from './create-team/create-team.decide.js';
import { decideDeactivateRep } from './deactivate-rep/deactivate-rep.decide.js';
import { type DecideContext, type Decision } from './decision.js';
import { type GroupState } from './group.evolve.js';
import { decideJoinRep } from './join-rep/join-rep.decide.js';
import { decideJoinTeam } from './join-team/join-team.decide.js';
import { decideLeaveTeam } from './leave-team/leave-team.decide.js';
import { decideNameManager } from './name-manager/name-manager.decide.js';
import { type GroupAction, type OrganisationAction, type RepAction } from './organisation-action.js';
import { type RepState } from './rep-state.js';
import { decideSetCalendar } from './set-calendar/set-calendar.decide.js';
import { decideSetCapacity } from './set-capacity/set-capacity.decide.js';
import { decideSetOnCall } from './set-on-call/set-on-call.decide.js';
import { decideSetTeamCalendar } from './set-team-calendar/set-team-calendar.decide.js';
import { decideWithdrawLeave } from './withdraw-leave/withdraw-leave.decide.js';

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
    case 'announce-absence':
      return decideAnnounceAbsence(state, action, context);
    case 'announce-leave':
      return decideAnnounceLeave(state, action, context);
    case 'cancel-absence':
      return decideCancelAbsence(state, action, context);
    case 'cancel-on-call':
      return decideCancelOnCall(state, action, context);
    case 'change-absence':
      return decideChangeAbsence(state, action, context);
    case 'change-membership':
      return decideChangeMembership(state, action, context);
    case 'set-calendar':
      return decideSetCalendar(state, action, context);
    case 'set-capacity':
      return decideSetCapacity(state, action, context);
    case 'set-on-call':
      return decideSetOnCall(state, action, context);
    case 'withdraw-leave':
      return decideWithdrawLeave(state, action, context);
    default:
      return assertNever(action);
  }
}

export function decideGroupAction(state: GroupState, action: GroupAction, context: DecideContext): Decision {
  switch (action.do) {
    case 'create-team':
      return decideCreateTeam(state, action, context);
    case 'create-pool':
      return decideCreatePool(state, action, context);
    case 'set-team-calendar':
      return decideSetTeamCalendar(state, action, context);
    case 'name-manager':
      return decideNameManager(state, action, context);
    default:
      return assertNever(action);
  }
}

const groupCommands: ReadonlySet<string> = new Set<GroupAction['do']>(['create-team', 'create-pool', 'set-team-calendar', 'name-manager']);

export const isGroupAction = (action: OrganisationAction): action is GroupAction => groupCommands.has(action.do);
