import { type Verdict } from '../decision.js';
import { type LeadState } from '../lead-state.js';

/** The action that stands is the one meant; without a name it always is. */
export function isPlanned(state: LeadState, actionId: string | undefined): Verdict {
  const { nextAction } = state.clocks;
  if (!nextAction) return { code: 'NEXT_ACTION.NONE', message: 'No next action is planned; plan one' };
  return actionId === undefined || actionId === nextAction.actionId
    ? null
    : {
        code: 'NEXT_ACTION.REPLACED',
        message: `The action that stands now is “${nextAction.action}” (${nextAction.actionId})`,
        path: 'actionId',
        detail: { actionId: nextAction.actionId },
      };
}

/** What is to come lies ahead. */
export const liesAhead = (path: string, at: number, now: number): Verdict =>
  at > now ? null : { code: 'INSTANT.PAST', message: `${path} lies in the past; name a time to come`, path };
