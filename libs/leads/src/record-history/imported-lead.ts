import { foldStream } from '#libs/event-store';
import { type HistoricalCase } from './historical-case.js';
import { type LeadDependencies } from '../lead-dependencies.js';
import { leadFold, leadStream } from '../lead-fold.js';
import { initialLead, type LeadState } from '../lead-state.js';
import { importedLeadId } from './imported-lead-id.js';
import { type FoldedLead } from './plan-case.js';

/** The stream that the facts of a case go to, as far as it is known, and its place in the chain of `importedLeadId`. */
export interface ImportedLead {
  readonly leadId: string;
  readonly place: number;
  readonly folded: FoldedLead;
}

const newLead: FoldedLead = { state: initialLead, revision: -1, knownAt: null, storePosition: null, accepted: new Map() };

/** Whether a case brings its lead along. Another one is about a lead that somebody else has brought: that one must be read. */
export const beginsLead = ({ facts }: HistoricalCase): boolean => facts.some(({ action }) => action.do === 'capture-inquiry');

/** Takes the lead for new; an append shows where it is not. */
export const takenForNew = ({ leadKey: { source, id } }: HistoricalCase): ImportedLead => ({
  leadId: importedLeadId(source, id),
  place: 1,
  folded: newLead,
});

/** The first of the chain, from `place` on, that is new or still says something. */
export async function readLead({ log }: LeadDependencies, { leadKey: { source, id } }: HistoricalCase, place = 1): Promise<ImportedLead> {
  for (let at = place; ; at++) {
    const leadId = importedLeadId(source, id, at);
    const folded = await foldStream(log, leadStream(leadId), leadFold);
    if (!isVoid(folded.state)) return { leadId, place: at, folded };
  }
}

/** Nothing but retracted imports. What people have recorded on an imported lead since keeps its stream in use. */
function isVoid({ past: newest, retractedImports }: LeadState): boolean {
  if (retractedImports.length === 0) return false;
  for (let past = newest; past; past = past.before) {
    const { type, metadata } = past.event;
    const isRetracted = metadata.importId !== undefined && retractedImports.includes(metadata.importId);
    if (type !== 'lead.import-retracted' && !isRetracted) return false;
  }
  return true;
}
