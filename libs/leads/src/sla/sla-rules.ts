import { type Holder } from '#libs/contracts';
import { type SlaClock } from '../clocks/lead-clocks.js';
import { type LeadEvent } from '../lead-state.js';
import { type SlaRule } from './sla-spec.js';

/** Whom an event gives the lead to; null where it gives it to nobody. */
function givenTo(event: LeadEvent): Holder | null {
  switch (event.type) {
    case 'lead.captured':
      return event.data.holder;
    case 'lead.assigned':
    case 'lead.claimed':
    case 'lead.transferred':
      return event.data.to;
    default:
      return null;
  }
}

/** Whether an event begins a service time of this rule. */
export function begins({ starts }: Pick<SlaRule, 'starts'>, event: LeadEvent): boolean {
  switch (starts) {
    case 'captured':
      return event.type === 'lead.captured';
    case 'assigned':
      return givenTo(event)?.kind === 'person';
    case 'customer-message':
      return (
        event.type === 'lead.captured' ||
        event.type === 'lead.inquiry-received' ||
        (event.type === 'lead.follow-up-recorded' && event.data.direction === 'inbound' && !event.data.automatic)
      );
  }
}

/** Whether an event, effective at `start`, is what the clock waits for. What happened before it began is not. */
export function ends(
  { stops, from, causeEventId }: Pick<SlaClock, 'stops' | 'from' | 'causeEventId'>,
  event: LeadEvent,
  start: number,
): boolean {
  if (event.id === causeEventId || start < from) return false;
  if (stops === 'assigned') return givenTo(event)?.kind === 'person';
  if (event.type !== 'lead.follow-up-recorded' || event.data.automatic) return false;
  return stops === 'outbound' ? event.data.direction === 'outbound' : event.data.direction !== 'internal';
}
