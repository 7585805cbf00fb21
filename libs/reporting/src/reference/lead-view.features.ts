import { type Inquiry } from '#libs/contracts';
import { heldAt, type Moment, type Placed } from './past.features.js';

export const CLOSINGS: Readonly<Record<string, string>> = {
  'lead.won': 'won',
  'lead.lost': 'lost',
  'lead.closed': 'closed',
  'lead.marked-invalid': 'invalid',
};

export interface LeadView {
  readonly id: string;
  readonly events: readonly Placed[];
  readonly captured: Placed & { type: 'lead.captured' };
  readonly ending: Placed | undefined;
  readonly outcome: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export function inquiryFacts(inquiry: Inquiry, person: string | null): Record<string, unknown> {
  const points = inquiry.contactPoints;
  return {
    source: inquiry.source,
    channel: inquiry.channel,
    medium: inquiry.medium,
    campaign: inquiry.campaign,
    external_source: inquiry.externalSource,
    external_id: inquiry.externalId,
    person,
    country: points.find((point) => point.country !== null)?.country ?? null,
    contact_points: points.length,
    valid_contact_points: points.filter((point) => point.validity === 'valid').length,
  };
}

/** What is known of a lead after all its events; null where it was never captured (or its capture is void). */
export function leadView(stream: string, events: readonly Placed[]): LeadView | null {
  const captured = events.find((event): event is Placed & { type: 'lead.captured' } => event.type === 'lead.captured');
  if (!captured) return null;
  const ending = events.findLast((event) => event.type in CLOSINGS || event.type === 'lead.reopened');
  const outcome = ending ? (CLOSINGS[ending.type] ?? 'open') : 'open';
  const count = (predicate: (event: Placed) => boolean): number => events.filter(predicate).length;
  const changes = events.filter((event) => event.type === 'lead.attributes-changed' || event.type === 'lead.captured');
  const attributes = Object.assign(
    {},
    ...changes.map((event) =>
      event.type === 'lead.captured' ? event.data.inquiry.attributes : (event.data as { attributes: object }).attributes,
    ),
  ) as object;
  const today = heldAt(
    events.filter((event) => event.type !== 'lead.ownership-corrected' || event.data.until === null),
    Number.MAX_VALUE,
  );
  const reason = ending && 'reason' in ending.data ? ending.data.reason : null;
  const facts = {
    ...inquiryFacts(captured.data.inquiry, captured.data.personId),
    attributes,
    outcome,
    closing_reason: reason,
    disposition: ending?.type === 'lead.closed' ? ending.data.disposition : null,
    owner_today: today.owner,
    team_today: today.team,
    inquiries: count((event) => event.type === 'lead.captured' || event.type === 'lead.inquiry-received'),
    follow_ups: count((event) => event.type === 'lead.follow-up-recorded' && !event.data.automatic),
    assignments: count(
      (event) =>
        ['lead.assigned', 'lead.claimed', 'lead.transferred'].includes(event.type) &&
        (event.data as { to: { kind: string } }).to.kind === 'person',
    ),
    recyclings: count((event) => event.type === 'lead.recycled'),
    reopenings: count((event) => event.type === 'lead.reopened'),
  };
  return { id: stream.slice('lead-'.length), events, captured, ending, outcome, facts };
}

/** Whether a moment lies before the end of a period. */
export const isBefore = (moment: Moment, endMs: number, endDay: string): boolean =>
  moment.day === null ? moment.ms < endMs : moment.day < endDay;
