import { assertNever } from '#libs/platform';
import { decideAssign } from './assign-lead/assign-lead.decide.js';
import { withinBounds } from './bound-rep.js';
import { decideCancelAction } from './cancel-next-action/cancel-next-action.decide.js';
import { decideCapture } from './capture-inquiry/capture-inquiry.decide.js';
import { decideAttributes } from './change-attributes/change-attributes.decide.js';
import { decideClaim } from './claim-lead/claim-lead.decide.js';
import { decideClose } from './close-lead/close-lead.decide.js';
import { decideDone } from './complete-next-action/complete-next-action.decide.js';
import { decideCorrection } from './correct-ownership/correct-ownership.decide.js';
import { type DecideContext, type Decision } from './decision.js';
import { decideAccessRequest } from './decide-access/decide-access.decide.js';
import { decideWaiting } from './declare-waiting/declare-waiting.decide.js';
import { decideStage } from './enter-stage/enter-stage.decide.js';
import { type LeadAction } from './lead-action.js';
import { type LeadState } from './lead-state.js';
import { decideLock } from './lock-lead/lock-lead.decide.js';
import { decideLose } from './lose-lead/lose-lead.decide.js';
import { decideInvalid } from './mark-lead-invalid/mark-lead-invalid.decide.js';
import { decideMove } from './move-lead/move-lead.decide.js';
import { decideMoveAction } from './move-next-action/move-next-action.decide.js';
import { decideNextAction } from './plan-next-action/plan-next-action.decide.js';
import { decideFollowUp } from './record-follow-up/record-follow-up.decide.js';
import { decideRecycle } from './recycle-lead/recycle-lead.decide.js';
import { decideRelease } from './release-lead/release-lead.decide.js';
import { decideReopen } from './reopen-lead/reopen-lead.decide.js';
import { decideAccessWish } from './request-access/request-access.decide.js';
import { decideContract } from './set-contract/set-contract.decide.js';
import { decideTransfer } from './transfer-lead/transfer-lead.decide.js';
import { decideUnlock } from './unlock-lead/unlock-lead.decide.js';
import { decideWin } from './win-lead/win-lead.decide.js';

/** The one way from an action to events, whoever sends it: HTTP, command line, import or automation. */
export const decideLeadAction = (state: LeadState, action: LeadAction, context: DecideContext): Decision =>
  withinBounds(state, action, context, decideByRules(state, action, context));

function decideByRules(state: LeadState, action: LeadAction, context: DecideContext): Decision {
  switch (action.do) {
    case 'capture-inquiry':
      return decideCapture(state, action, context);
    case 'change-attributes':
      return decideAttributes(state, action, context);
    case 'assign-lead':
      return decideAssign(state, action, context);
    case 'claim-lead':
      return decideClaim(state, action, context);
    case 'transfer-lead':
      return decideTransfer(state, action, context);
    case 'move-lead':
      return decideMove(state, action, context);
    case 'lock-lead':
      return decideLock(state, action, context);
    case 'unlock-lead':
      return decideUnlock(state, action, context);
    case 'request-access':
      return decideAccessWish(state, action, context);
    case 'decide-access':
      return decideAccessRequest(state, action, context);
    case 'release-lead':
      return decideRelease(state, action, context);
    case 'recycle-lead':
      return decideRecycle(state, action, context);
    case 'correct-ownership':
      return decideCorrection(state, action, context);
    case 'record-follow-up':
      return decideFollowUp(state, action, context);
    case 'plan-next-action':
      return decideNextAction(state, action, context);
    case 'complete-next-action':
      return decideDone(state, action, context);
    case 'move-next-action':
      return decideMoveAction(state, action, context);
    case 'cancel-next-action':
      return decideCancelAction(state, action, context);
    case 'declare-waiting':
      return decideWaiting(state, action, context);
    case 'set-contract':
      return decideContract(state, action, context);
    case 'enter-stage':
      return decideStage(state, action, context);
    case 'win-lead':
      return decideWin(state, action, context);
    case 'lose-lead':
      return decideLose(state, action, context);
    case 'close-lead':
      return decideClose(state, action, context);
    case 'reopen-lead':
      return decideReopen(state, action, context);
    case 'mark-lead-invalid':
      return decideInvalid(state, action, context);
    default:
      return assertNever(action);
  }
}
