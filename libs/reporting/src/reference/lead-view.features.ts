import { type Inquiry } from '#libs/contracts';
import { type TakenFor } from './taken-for.features.js';
import { heldAfter, heldAt, isOwnership, type Moment, type Placed } from './past.features.js';

export const CLOSINGS: Readonly<Record<string, string>> = {
  'lead.won': 'won',
  'lead.lost': 'lost',
  'lead.closed': 'closed',
  'lead.marked-invalid': 'invalid',
};

export interface LeadView {
  readonly id: string;
  readonly events: readonly Placed[];
  /** Undefined where the capture is void or not known yet. */
  readonly captured: (Placed & { type: 'lead.captured' }) | undefined;
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

export type InquiryEvent = Placed & { type: 'lead.captured' | 'lead.inquiry-received' };
export const isInquiry = (event: Placed): event is InquiryEvent => event.type === 'lead.captured' || event.type === 'lead.inquiry-received';

/** What an inquiry is credited with. */
function touchFacts(event: InquiryEvent | undefined): Record<string, unknown> {
  if (!event) return {};
  const { source, channel, medium, campaign, external_source, country } = inquiryFacts(event.data.inquiry, null);
  return { source, channel, medium, campaign, external_source, country };
}

/** Through whose hands a lead went. */
function handFacts(events: readonly Placed[]): Record<string, number> {
  const seen = new Set<string>();
  let [direct, last]: [string | null, string | null] = [null, null];
  let [handOvers, returns] = [0, 0];
  for (const event of events.filter(isOwnership)) {
    const { owner } = heldAfter(event);
    const isAct = event.type !== 'lead.captured' && event.type !== 'lead.ownership-corrected';
    if (isAct && owner !== null && last !== null && owner !== last) handOvers++;
    if (isAct && owner !== null && seen.has(owner) && direct !== owner) returns++;
    direct = owner;
    last = owner ?? last;
    if (owner !== null) seen.add(owner);
  }
  return { owners: seen.size, hand_overs: handOvers, returns };
}

/** What is known of a lead after all its events. `ofPeople`: all inquiries of all leads in order of (start, position). */
export function leadView(id: string, events: readonly Placed[], ofPeople: readonly InquiryEvent[], takenFor: TakenFor): LeadView {
  const captured = events.find((event): event is Placed & { type: 'lead.captured' } => event.type === 'lead.captured');
  const person = captured?.data.personId ?? null;
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
    ...(captured && inquiryFacts(captured.data.inquiry, person)),
    person_then: captured ? takenFor(person, captured.position) : null,
    person_now: takenFor(person, Infinity),
    attributes,
    last_inquiry: touchFacts(events.filter(isInquiry).at(-1)),
    original_inquiry: touchFacts(person === null ? captured : ofPeople.find((event) => event.data.personId === person)),
    ...handFacts(events),
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
  return { id, events, captured, ending, outcome, facts };
}

/** Whether a moment lies before the end of a period. */
export const isBefore = (moment: Moment, endMs: number, endDay: string): boolean =>
  moment.day === null ? moment.ms < endMs : moment.day < endDay;
