import { moneyCheck, textCheck } from '../checks.js';
import { type Decide, outcome } from '../decision.js';
import { type WinLead } from '../lead-action.js';
import { exists, isOpen } from '../lead-rules.js';

/** Closes an open lead as won, with its value in one currency where it is known. */
export const decideWin: Decide<WinLead> = (state, { value, reason }, context) =>
  outcome(
    context,
    { impossible: [exists(state), ...moneyCheck('value', value), textCheck('reason', reason)], breaches: [isOpen(state)] },
    () => ({
      type: 'lead.won',
      data: { value: value ? { amount: value.amount, currency: value.currency } : null, reason: reason ?? null },
    }),
  );
