import { holderCheck, holderExists, idCheck } from '../checks.js';
import { type Decide, type DecideContext, outcome, type PreparedIntake } from '../decision.js';
import { INTAKE_POOL } from '../intake-pool.js';
import { type CaptureInquiry } from '../lead-action.js';
import { isOpen } from '../lead-rules.js';
import { type LeadState } from '../lead-state.js';
import { teamFor } from '../ownership-fact.js';

/** An inquiry starts the lead where there is none, and joins it where it is open. One that finds it closed must start another. */
export const decideCapture: Decide<CaptureInquiry> = (state, action, context) => {
  const { intake } = context;
  if (!intake) throw new Error('capture-inquiry is decided with a prepared intake');
  return state.status === 'none' ? starts(action, context, intake) : joins(state, context, intake);
};

function starts(action: CaptureInquiry, context: DecideContext, intake: PreparedIntake) {
  const asked = action.holder ?? { kind: 'pool' as const, id: INTAKE_POOL };
  // An arrival is never dropped because it names a holder we do not know: the intake pool takes it.
  const fault = holderExists('holder', asked, context);
  const holder = fault ? { kind: 'pool' as const, id: INTAKE_POOL } : asked;
  const team = teamFor(holder, fault ? undefined : action.team, context);
  const findings = fault ? [...intake.findings, { code: fault.code, message: fault.message }] : intake.findings;
  return outcome(context, { impossible: [holderCheck('holder', asked), idCheck('team', action.team)], findings }, () => ({
    type: 'lead.captured',
    data: { leadId: intake.leadId, personId: intake.personId, holder, team, inquiry: intake.inquiry },
  }));
}

const joins = (state: LeadState, context: DecideContext, intake: PreparedIntake) =>
  outcome(context, { breaches: [isOpen(state)], findings: intake.findings }, () => ({
    type: 'lead.inquiry-received',
    data: { personId: intake.personId, inquiry: intake.inquiry },
  }));
