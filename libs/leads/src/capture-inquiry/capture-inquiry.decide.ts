import { holderCheck, holderExists, idCheck } from '../checks.js';
import { type Decide, type DecideContext, outcome, type PreparedIntake } from '../decision.js';
import { INTAKE_POOL } from '../intake-pool.js';
import { type CaptureInquiry } from '../lead-action.js';
import { isOpen } from '../lead-rules.js';
import { type LeadState } from '../lead-state.js';
import { teamFor } from '../ownership-fact.js';
import { vocabularyCheck } from '../vocabulary-check.js';

type Checked = ReturnType<typeof vocabularyCheck>;

/** An inquiry starts the lead where there is none, and joins it where it is open. One that finds it closed must start another. */
export const decideCapture: Decide<CaptureInquiry> = (state, action, context) => {
  const { intake } = context;
  if (!intake) throw new Error('capture-inquiry is decided with a prepared intake');
  const { source, channel, medium, campaign } = action;
  const entered = { fields: { source, channel, medium, campaign }, attributes: intake.inquiry.attributes };
  const checked = vocabularyCheck(context, entered);
  return state.status === 'none' ? starts(action, context, intake, checked) : joins(state, context, intake, checked);
};

function starts(action: CaptureInquiry, context: DecideContext, intake: PreparedIntake, checked: Checked) {
  const asked = action.holder ?? { kind: 'pool' as const, id: INTAKE_POOL };
  // An arrival is never dropped because it names a holder we do not know: the intake pool takes it.
  const fault = holderExists('holder', asked, context);
  const holder = fault ? { kind: 'pool' as const, id: INTAKE_POOL } : asked;
  const team = teamFor(holder, fault ? undefined : action.team, context);
  const said = [...intake.findings, ...checked.findings];
  const findings = fault ? [...said, { code: fault.code, message: fault.message }] : said;
  return outcome(
    context,
    { impossible: [holderCheck('holder', asked), idCheck('team', action.team), ...checked.impossible], findings },
    () => ({
      type: 'lead.captured',
      data: { leadId: intake.leadId, personId: intake.personId, holder, team, inquiry: intake.inquiry },
    }),
  );
}

const joins = (state: LeadState, context: DecideContext, intake: PreparedIntake, { impossible, findings }: Checked) =>
  outcome(context, { impossible, breaches: [isOpen(state)], findings: [...intake.findings, ...findings] }, () => ({
    type: 'lead.inquiry-received',
    data: { personId: intake.personId, inquiry: intake.inquiry },
  }));
