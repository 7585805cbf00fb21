import { type Brought, decideContext } from './decide-context.js';
import { type Decision, type Enforcement } from './decision.js';
import { type CommandEnvelope } from './command-envelope.js';
import { type LeadAction } from './lead-action.js';
import { decideLeadAction } from './lead-action.decide.js';
import { type LeadState } from './lead-state.js';
import { type LeadTime, timeOf } from './lead-time.js';

/** Places the action in time and decides it; what is wrong with its time and what is wrong with itself are named together. */
export function decideInTime(
  state: LeadState,
  action: LeadAction,
  envelope: CommandEnvelope,
  brought: Brought,
  /** An import tells what was, also where it must not break a rule: its times are kept. */
  enforcementOfTime: Enforcement = brought.enforcement,
): { readonly decision: Decision; readonly time: LeadTime } {
  const time = timeOf(state, action, envelope, brought.now, enforcementOfTime);
  const decision = decideLeadAction(state, action, decideContext(envelope, time, brought));
  const [first, ...others] = [
    ...time.verdicts.filter((verdict) => verdict !== null),
    ...(decision.kind === 'rejected' ? decision.violations : []),
  ];
  return { decision: first ? { kind: 'rejected', violations: [first, ...others] } : decision, time };
}
