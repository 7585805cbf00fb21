import { type LeadFact } from '../decision.js';
import { type LeadState } from '../lead-state.js';

/** One event voids all that the import brought into the lead; none where it brought nothing. */
export function decideRetraction(state: LeadState, importId: string): readonly LeadFact[] {
  if (state.retractedImports.includes(importId)) return [];
  for (let past = state.past; past; past = past.before)
    if (past.event.metadata.importId === importId) return [{ type: 'lead.import-retracted', data: { importId } }];
  return [];
}
