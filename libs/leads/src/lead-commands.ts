import { type Actor } from '#libs/contracts';
import { actOnLead } from './act-on-lead.js';
import { captureInquiry } from './capture-inquiry/capture-inquiry.js';
import { type CommandEnvelope } from './command-envelope.js';
import { type CaptureInquiry, type LeadAction } from './lead-action.js';
import { type HistoricalCase } from './record-history/historical-case.js';
import { type CaptureAnswer, type CaseAnswer, type LeadAnswer } from './lead-answers.js';
import { type LeadDependencies } from './lead-dependencies.js';
import { type HistoryOptions, recordHistory } from './record-history/record-history.js';
import { retractImport } from './retract-import/retract-import.js';

/**
 * The only way to change a lead. Errors: `ProblemError` with every rule that was not met (404 `LEAD.NOT_FOUND`, 409 `LEAD.ALREADY_CLAIMED`
 * naming the winner, 403, 422), 412 where the caller pinned a revision, 422 `COMMAND.ID_REUSED`, 503 where a store does not answer: then the
 * same command may be sent again with the same id.
 */
export interface LeadCommands {
  execute(leadId: string, action: Exclude<LeadAction, CaptureInquiry>, envelope: CommandEnvelope): Promise<LeadAnswer>;
  capture(action: CaptureInquiry, envelope: CommandEnvelope): Promise<CaptureAnswer>;
  /** Imports cases as they were, one append each, many at once; answers in the order of the cases. */
  recordHistory(cases: readonly HistoricalCase[], options?: HistoryOptions): Promise<CaseAnswer[]>;
  /** Voids what the import brought into these leads. Done again, it adds nothing. */
  retractImport(importId: string, leadIds: readonly string[], actor: Actor): Promise<{ readonly retracted: number }>;
}

export const createLeadCommands = (dependencies: LeadDependencies): LeadCommands => ({
  execute: (leadId, action, envelope) => actOnLead(dependencies, leadId, action, envelope),
  capture: (action, envelope) => captureInquiry(dependencies, action, envelope),
  recordHistory: (cases, options) => recordHistory(dependencies, cases, options),
  retractImport: (importId, leadIds, actor) => retractImport(dependencies, importId, leadIds, actor),
});
