import { type Attributes, type Inquiry } from '#libs/contracts';
import { evolveClocks } from '../clocks/lead-clocks.evolve.js';
import { noClocks, type LeadClocks } from '../clocks/lead-clocks.js';
import { effectivePeriods } from '../ownership/effective-periods.js';
import { inLeadOrder } from '../ownership/holder-rule.js';
import { ownershipClaims } from '../ownership/ownership-periods.js';
import { type PlacedEvent } from '../ownership/placed-events.js';
import { statedInstant, type StatedTime, statedTime } from '../ownership/stated-time.js';
import { statusOf } from '../ownership/status-periods.js';
import { cardClocks } from './card-clocks.js';
import { type FollowUpMark, type LeadCard } from './lead-card.js';
import { speedToLead } from './speed-to-lead.js';

/**
 * Folds a lead as it was at an instant: what began later is left out. `placed` are its lasting events; `at` in milliseconds, Infinity for all
 * that is known. Null where the lead was not captured by then.
 *
 * A planned action stands until a later one replaces it, until a human follows up after it was planned, or until the lead closes.
 */
export function leadCard(placed: readonly PlacedEvent[], at: number): LeadCard | null {
  const events = placed.filter(({ start }) => start <= at).sort(inLeadOrder);
  const captured = events.find(({ event }) => event.type === 'lead.captured');
  if (captured?.event.type !== 'lead.captured') return null;
  const holding = holdingAt(events, at);
  const card = {
    inquiries: [captured.event.data.inquiry],
    repeats: [] as { readonly at: StatedTime; readonly inquiry: Inquiry }[],
    personIds: new Set<string>(captured.event.data.personId === null ? [] : [captured.event.data.personId]),
    attributes: { ...captured.event.data.inquiry.attributes } as Record<string, Attributes[string]>,
    status: 'open' as LeadCard['status'],
    stage: null as { name: string; entered: PlacedEvent } | null,
    followUps: 0,
    last: null as { mark: FollowUpMark; start: number } | null,
    lastOfOwner: null as FollowUpMark | null,
    clocks: noClocks as LeadClocks,
    closed: null as LeadCard['closed'],
    handOvers: 0,
    reopened: 0,
  };
  const owner = holding.claim.holder.kind === 'person' ? holding.claim.holder.id : null;
  for (const placedEvent of events) {
    const { event, start } = placedEvent;
    // A closing dated before the capture closes the lead all the same.
    const status = event.type === 'lead.captured' ? null : statusOf(event);
    if (status) {
      card.status = status;
      card.closed = null;
    }
    card.clocks = evolveClocks(card.clocks, event, start);
    const time = statedTime(event.metadata.occurredAt);
    switch (event.type) {
      case 'lead.inquiry-received':
        card.repeats.push({ at: time, inquiry: event.data.inquiry });
        card.inquiries.push(event.data.inquiry);
        if (event.data.personId !== null) card.personIds.add(event.data.personId);
        Object.assign(card.attributes, event.data.inquiry.attributes);
        break;
      case 'lead.attributes-changed':
        Object.assign(card.attributes, event.data.attributes);
        break;
      case 'lead.stage-entered':
        card.stage = { name: event.data.stage, entered: placedEvent };
        break;
      case 'lead.follow-up-recorded': {
        card.followUps++;
        if (event.data.automatic) break;
        const mark = { at: time, type: event.data.type, by: event.data.by };
        card.last = { mark, start };
        if (owner !== null && event.data.by === owner && start >= holding.from) card.lastOfOwner = mark;
        break;
      }
      case 'lead.won':
        card.closed = { at: time, reason: event.data.reason, disposition: 'won', value: event.data.value };
        break;
      case 'lead.lost':
        card.closed = { at: time, reason: event.data.reason, disposition: 'lost', value: null };
        break;
      case 'lead.closed':
        card.closed = { at: time, reason: event.data.reason, disposition: event.data.disposition, value: null };
        break;
      case 'lead.marked-invalid':
        card.closed = { at: time, reason: event.data.reason, disposition: 'invalid', value: null };
        break;
      case 'lead.reopened':
        card.reopened++;
        break;
      case 'lead.assigned':
      case 'lead.claimed':
      case 'lead.transferred':
      case 'lead.released':
      case 'lead.recycled':
        card.handOvers++;
        break;
      default:
        break;
    }
  }
  const external = card.inquiries.find(({ externalId }) => externalId !== null);
  const { inquiryId, source, channel, medium, campaign, payloadHash } = captured.event.data.inquiry;
  const idle = card.last ?? { mark: { at: statedTime(captured.event.metadata.occurredAt) }, start: captured.start };
  return {
    lead: captured.event.data.leadId,
    externalSource: external ? (external.externalSource ?? external.source) : null,
    externalId: external?.externalId ?? null,
    personIds: [...card.personIds],
    status: card.status,
    capturedAt: statedTime(captured.event.metadata.occurredAt),
    origin: { inquiryId, source, channel, medium, campaign, payloadHash },
    inquiries: card.inquiries.length,
    repeats: card.repeats.map(({ at: time, inquiry }) => ({
      inquiryId: inquiry.inquiryId,
      duplicateOf: inquiryId,
      at: time,
      source: inquiry.source,
      channel: inquiry.channel,
      payloadHash: inquiry.payloadHash,
    })),
    speedToLead: speedToLead(events, captured),
    channels: [...new Set(card.inquiries.map((inquiry) => inquiry.channel))],
    attributes: card.attributes,
    holder: holding.claim.holder,
    owner,
    team: holding.claim.team,
    heldSince: holding.claim.start === holding.from ? statedTime(holding.claim.event.metadata.occurredAt) : statedInstant(holding.from),
    stage: card.stage?.name ?? null,
    stageSince: card.stage ? statedTime(card.stage.entered.event.metadata.occurredAt) : null,
    followUps: card.followUps,
    lastFollowUp: card.last?.mark ?? null,
    lastOwnerFollowUp: card.lastOfOwner,
    untouched: card.last === null,
    untouchedByOwner: card.lastOfOwner === null,
    idleSince: idle.mark.at,
    ...cardClocks(card.clocks, card.status, holding.claim.event.id),
    closed: card.closed,
    handOvers: card.handOvers,
    reopened: card.reopened,
    order: {
      heldSince: finite(holding.from),
      idleSince: finite(idle.start),
      stageSince: card.stage ? finite(card.stage.entered.start) : null,
    },
  };
}

function holdingAt(events: readonly PlacedEvent[], at: number) {
  const periods = effectivePeriods(ownershipClaims(events));
  const holding = at === Infinity ? periods.at(-1) : periods.find(({ from, until }) => from <= at && at < until);
  if (!holding) throw new Error('A captured lead is held by someone at every instant');
  return holding;
}

const finite = (ms: number): number | null => (Number.isFinite(ms) ? ms : null);

/** From this instant on the card no longer depends on when it is asked for: everything known has begun, and every stated end has passed. */
export function settledFrom(placed: readonly PlacedEvent[]): number {
  let latest = -Infinity;
  for (const { event, start } of placed) {
    latest = Math.max(latest, start);
    if (event.type === 'lead.ownership-corrected' && event.data.until !== null) latest = Math.max(latest, Date.parse(event.data.until));
  }
  return latest;
}
