import { assertNever } from '#libs/platform';
import { decideAssign } from './assign-lead/assign-lead.decide.js';
import { decideCapture } from './capture-inquiry/capture-inquiry.decide.js';
import { decideAttributes } from './change-attributes/change-attributes.decide.js';
import { decideClaim } from './claim-lead/claim-lead.decide.js';
import { decideClose } from './close-lead/close-lead.decide.js';
import { decideCorrection } from './correct-ownership/correct-ownership.decide.js';
import { type DecideContext, type Decision } from './decision.js';
import { decideStage } from './enter-stage/enter-stage.decide.js';
import { type LeadAction } from './lead-action.js';
import { type LeadState } from './lead-state.js';
import { decideLose } from './lose-lead/lose-lead.decide.js';
import { decideInvalid } from './mark-lead-invalid/mark-lead-invalid.decide.js';
import { decideNextAction } from './plan-next-action/plan-next-action.decide.js';
import { decideFollowUp } from './record-follow-up/record-follow-up.decide.js';
import { decideRecycle } from './recycle-lead/recycle-lead.decide.js';
import { decideRelease } from './release-lead/release-lead.decide.js';
import { decideReopen } from './reopen-lead/reopen-lead.decide.js';
import { decideTransfer } from './transfer-lead/transfer-lead.decide.js';
import { decideWin } from './win-lead/win-lead.decide.js';

/** The one way from an action to events, whoever sends it: HTTP, command line, import or automation. */
export function decideLeadAction(state: LeadState, action: LeadAction, context: DecideContext): Decision {
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
