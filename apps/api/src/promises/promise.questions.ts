import { type ClockQuery, type ReadContext, type UnplannedLead, unplannedLeads } from '#libs/leads';
import { Question } from '../reads/question.js';

/** Leads of which nobody said what is next. */
export class UnplannedLeads extends Question<readonly UnplannedLead[]> {
  constructor(
    readonly of: { readonly owner?: string; readonly team?: string },
    readonly clocks: ClockQuery,
  ) {
    super();
  }

  answer(context: ReadContext): Promise<readonly UnplannedLead[]> {
    return unplannedLeads(context, this.of, this.clocks);
  }
}
