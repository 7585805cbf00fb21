import { type Fold } from '#libs/event-store';
import { type LeadEvent, type LeadState, initialLead } from './lead-state.js';
import { evolveLead } from './lead.evolve.js';

export const leadFold: Fold<LeadState> = { initial: initialLead, evolve: (state, event) => evolveLead(state, event as LeadEvent) };

export const leadStream = (leadId: string): string => `lead-${leadId}`;
