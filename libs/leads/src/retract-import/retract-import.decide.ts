import { type LeadFact } from '../decision.js';
import { type LeadState } from '../lead-state.js';

/**
 * One event voids all that the import brought into the lead. It is recorded where nothing of it is there, too: a batch that is still under way has
 * read the stream without it, and finds it changed.
 */
export const decideRetraction = ({ retractedImports }: LeadState, importId: string): readonly LeadFact[] =>
  retractedImports.includes(importId) ? [] : [{ type: 'lead.import-retracted', data: { importId } }];
