import { type RecordedLedgerEvent } from '#libs/contracts';
import { type EventToAppend, type Fold } from '#libs/event-store';
import { type LeadEvent, type LeadState, initialLead } from './lead-state.js';
import { evolveLead } from './lead.evolve.js';

export const leadFold: Fold<LeadState> = { initial: initialLead, evolve: (state, event) => evolveLead(state, event as LeadEvent) };

/** The lead as it will be when these events follow `revision`. */
export const foldedWith = (state: LeadState, events: readonly EventToAppend[], stream: string, revision: number): LeadState =>
  events.reduce(
    (folded, event, index) => leadFold.evolve(folded, { ...event, stream, revision: revision + 1 + index } as RecordedLedgerEvent),
    state,
  );

export const leadStream = (leadId: string): string => `lead-${leadId}`;
