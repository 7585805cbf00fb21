import { textCheck } from '../checks.js';
import { type Decide, outcome, type Verdict } from '../decision.js';
import { type EnterStage } from '../lead-action.js';
import { exists, isOpen } from '../lead-rules.js';
import { type LeadState } from '../lead-state.js';

export const decideStage: Decide<EnterStage> = (state, { stage, process }, context) =>
  outcome(
    context,
    {
      impossible: [exists(state), textCheck('stage', stage, 128), textCheck('process', process, 128)],
      breaches: [isOpen(state), isAnother(state, stage, process ?? null)],
    },
    () => ({ type: 'lead.stage-entered', data: { stage, process: process ?? null, previous: state.stage?.stage ?? null } }),
  );

const isAnother = (state: LeadState, stage: string, process: string | null): Verdict =>
  state.stage?.stage === stage && state.stage.process === process
    ? { code: 'STAGE.ALREADY_ENTERED', message: `The lead is in stage ${stage} already`, path: 'stage' }
    : null;
