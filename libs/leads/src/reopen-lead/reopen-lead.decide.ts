import { textCheck } from '../checks.js';
import { type Decide, outcome, type Verdict } from '../decision.js';
import { type ReopenLead } from '../lead-action.js';
import { exists } from '../lead-rules.js';
import { type LeadState } from '../lead-state.js';

/** A closed lead is worked again; whoever had it has it. */
export const decideReopen: Decide<ReopenLead> = (state, { reason }, context) =>
  outcome(context, { impossible: [exists(state), textCheck('reason', reason)], breaches: [isClosed(state)] }, () => ({
    type: 'lead.reopened',
    data: { reason: reason ?? null },
  }));

const isClosed = (state: LeadState): Verdict =>
  state.status === 'open' ? { code: 'LEAD.NOT_CLOSED', message: 'The lead is open; only a closed one can be reopened' } : null;
