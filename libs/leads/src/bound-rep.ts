import { type Finding } from '#libs/contracts';
import { type DecideContext, type Decision, holderOf, type Verdict } from './decision.js';
import { type LeadAction } from './lead-action.js';
import { nameOf } from './lead-rules.js';
import { type LeadState } from './lead-state.js';

/**
 * What a rep may do with a lead that is not its own, by the owner at the time of the command and the visibility then in force; everyone else
 * is bound by rights alone. Passing on a lead of others needs the right to redistribute; working on it needs to see it in full, and a
 * follow-up is then kept with the finding that a permitted non-owner made it.
 */
export function withinBounds(state: LeadState, action: LeadAction, context: DecideContext, decision: Decision): Decision {
  const { bound } = context;
  if (!bound || context.enforcement !== 'block' || state.status === 'none') return decision;
  const holder = holderOf(state, context)?.to;
  if (holder?.kind === 'person' && holder.id === bound.rep) return decision;
  const verdict = verdictOn(action, bound, holder ? nameOf(holder) : 'nobody known');
  if (verdict) return { kind: 'rejected', violations: decision.kind === 'rejected' ? [verdict, ...decision.violations] : [verdict] };
  return decision.kind === 'events' && action.do === 'record-follow-up'
    ? { ...decision, findings: [...decision.findings, byNonOwner(bound.sight.decidedBy)] }
    : decision;
}

const byNonOwner = (mode: string): Finding => ({
  code: 'FOLLOW_UP.BY_NON_OWNER',
  message: `Made by a rep who does not own the lead, as ${mode} permits`,
});

function verdictOn(action: LeadAction, { sight, redistributes }: NonNullable<DecideContext['bound']>, holder: string): Verdict {
  const seen = sight.sight === 'hidden' ? 'others' : holder;
  switch (action.do) {
    case 'transfer-lead':
    case 'move-lead':
      return redistributes
        ? null
        : {
            code: 'LEAD.NOT_OWNER',
            message: `The lead is with ${seen}; its owner, or someone with the right lead.redistribute, passes it on`,
            detail: { right: 'lead.redistribute' },
          };
    case 'claim-lead':
      return sight.sight === 'hidden' ? hidden(sight.because, sight.decidedBy) : null;
    case 'record-follow-up':
    case 'plan-next-action':
    case 'complete-next-action':
    case 'move-next-action':
    case 'cancel-next-action':
    case 'declare-waiting':
    case 'set-contract':
    case 'enter-stage':
    case 'win-lead':
    case 'lose-lead':
    case 'close-lead':
    case 'reopen-lead':
    case 'mark-lead-invalid':
    case 'change-attributes':
      return sight.sight === 'full'
        ? null
        : {
            code: 'LEAD.NOT_OWNER',
            message: `The lead is with ${seen}, and ${sight.decidedBy} lets only its owner work on it; claim it, or ask for it`,
            detail: { visibility: sight.decidedBy },
          };
    default:
      return null;
  }
}

const hidden = (because: string, decidedBy: string): Verdict => ({
  code: 'LEAD.HIDDEN',
  message: `You may not see this lead: ${because}; ask for access with a reason`,
  detail: { visibility: decidedBy },
});
