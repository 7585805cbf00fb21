import { firstInstantOfDay } from '#libs/calendar';
import {
  type AssignmentDecision,
  type Attributes,
  type EventMetadata,
  type Holder,
  type Inquiry,
  type Money,
  type OccurredAt,
  type PositionedEvent,
} from '#libs/contracts';
import { assertNever, canonicalJson, decimalText, writtenFraction } from '#libs/platform';
import { type EventFacts, type FactCell, type FactColumn, factColumnNames } from './fact-columns.js';
import { figureFacts } from './figure-facts.js';

type Cells = Partial<Record<FactColumn, FactCell>>;

/** All columns, in their order: copied and filled, a row keeps one shape, which costs a tenth of adding sixty fields one by one. */
const emptyRow = Object.fromEntries(factColumnNames.map((column) => [column, null])) as Record<FactColumn, FactCell>;

/** The facts of one event. Pure: the same event gives the same row for ever, which is what lets parts be rebuilt and receipts be verified. */
export const factsOf = (event: PositionedEvent): EventFacts =>
  Object.assign({ ...emptyRow }, headOf(event), metadataOf(event.metadata), dataOf(event));

function headOf(event: PositionedEvent): Cells {
  const dash = event.stream.indexOf('-');
  return {
    position: event.position,
    event_id: event.id,
    type: event.type,
    category: dash < 0 ? event.stream : event.stream.slice(0, dash),
    stream: event.stream,
    subject: dash < 0 ? null : event.stream.slice(dash + 1),
    revision: event.revision,
  };
}

const instant = (text: string | null | undefined): number | null => (text == null ? null : Date.parse(text));

function metadataOf(metadata: EventMetadata): Cells {
  return {
    known_at: instant(metadata.knownAt),
    ...timeOf(metadata.occurredAt),
    actor_kind: metadata.actor.kind,
    actor: metadata.actor.id,
    assurance: metadata.actor.assurance,
    policy: metadata.policy?.name ?? null,
    policy_version: metadata.policy?.version ?? null,
    decision_id: metadata.decisionId ?? null,
    import_id: metadata.importId ?? null,
    source_known_at: instant(metadata.sourceKnownAt),
    findings: metadata.findings?.length ? JSON.stringify(metadata.findings.map((finding) => finding.code)) : null,
  };
}

function timeOf(occurredAt: OccurredAt): Cells {
  const { precision } = occurredAt;
  switch (precision) {
    case 'instant':
      return { time_precision: precision, start_at: instant(occurredAt.value) };
    case 'day':
      return {
        time_precision: precision,
        start_at: instant(firstInstantOfDay(occurredAt.value, occurredAt.zone)),
        day: occurredAt.value,
        zone: occurredAt.zone,
      };
    case 'unknown':
      return { time_precision: precision };
    default:
      return assertNever(precision);
  }
}

const attributesOf = (attributes: Attributes): Cells => ({
  attributes: Object.keys(attributes).length === 0 ? null : canonicalJson(attributes),
});

function inquiryOf(inquiry: Inquiry): Cells {
  const points = inquiry.contactPoints;
  return {
    inquiry: inquiry.inquiryId,
    source: inquiry.source,
    channel: inquiry.channel,
    medium: inquiry.medium,
    campaign: inquiry.campaign,
    external_source: inquiry.externalSource,
    external_id: inquiry.externalId,
    phone: points.find((point) => point.kind === 'phone')?.contactPointId ?? null,
    email: points.find((point) => point.kind === 'email')?.contactPointId ?? null,
    country: points.find((point) => point.country !== null)?.country ?? null,
    contact_points: points.length,
    valid_contact_points: points.filter((point) => point.validity === 'valid').length,
    payload_hash: inquiry.payloadHash,
    ...attributesOf(inquiry.attributes),
  };
}

function holderOf(holder: Holder, team: string | null): Cells {
  const id = holder.kind === 'unknown' ? null : holder.id;
  return {
    holder_kind: holder.kind,
    holder: id,
    owner: holder.kind === 'person' ? id : null,
    team: team ?? (holder.kind === 'team' ? id : null),
  };
}

const previousOf = (previous: Holder): Cells => ({
  previous_kind: previous.kind,
  previous_holder: previous.kind === 'unknown' ? null : previous.id,
});

/** Amounts always with six digits after the point, so that one amount has one spelling. */
function moneyOf(value: Money | null): Cells {
  if (!value) return {};
  const [whole = '0', fraction = ''] = value.amount.split('.');
  const digits = `${whole.replace(/^(-?)0+(?=\d)/, '$1')}.${fraction.padEnd(6, '0')}`;
  return { amount: /^-0\.0+$/.test(digits) ? digits.slice(1) : digits, currency: value.currency };
}

function decisionOf(decision: AssignmentDecision): Cells {
  const { decisionId, leadId, mode, policy, team, rule, candidates, chosen, fallbacks, fairness } = decision;
  const compared = candidates.flatMap(({ rep, excluded }) => (excluded === null ? [rep] : []));
  return {
    decision_id: decisionId,
    lead: leadId,
    mode,
    policy: policy.name,
    policy_version: policy.version,
    rule_kind: rule.kind,
    rule: rule.name,
    strategy: rule.strategy,
    candidates: candidates.length,
    compared: compared.length === 0 ? null : canonicalJson(compared),
    counted_for: fairness?.rep ?? null,
    expected_value: fairness?.value == null ? null : decimalText(writtenFraction(fairness.value)),
    fallback: fallbacks.find((step) => step.failed === null)?.step ?? null,
    ...(chosen && holderOf(chosen, null)),
    team,
  };
}

function dataOf(event: PositionedEvent): Cells {
  switch (event.type) {
    case 'lead.captured':
      return { person: event.data.personId, ...inquiryOf(event.data.inquiry), ...holderOf(event.data.holder, event.data.team) };
    case 'lead.inquiry-received':
      return { person: event.data.personId, ...inquiryOf(event.data.inquiry) };
    case 'lead.attributes-changed':
      return attributesOf(event.data.attributes);
    case 'lead.assigned':
    case 'lead.claimed':
    case 'lead.transferred':
    case 'lead.released':
    case 'lead.recycled':
      return { ...holderOf(event.data.to, event.data.team), ...previousOf(event.data.previous), reason: event.data.reason };
    case 'lead.ownership-corrected':
      return { ...holderOf(event.data.to, event.data.team), until_at: instant(event.data.until), reason: event.data.reason };
    case 'lead.follow-up-recorded':
      return {
        follow_up: event.data.followUpId,
        follow_up_type: event.data.type,
        direction: event.data.direction,
        outcome: event.data.outcome,
        automatic: event.data.automatic,
        by_rep: event.data.by,
      };
    case 'lead.next-action-planned':
      return { action: event.data.action, due_at: instant(event.data.dueAt), by_rep: event.data.by };
    case 'lead.stage-entered':
      return { stage: event.data.stage, process: event.data.process, previous_stage: event.data.previous };
    case 'lead.won':
      return { ...moneyOf(event.data.value), reason: event.data.reason };
    case 'lead.closed':
      return { disposition: event.data.disposition, reason: event.data.reason };
    case 'lead.lost':
    case 'lead.marked-invalid':
    case 'lead.reopened':
      return { reason: event.data.reason };
    case 'lead.import-retracted':
    case 'rep.import-retracted':
    case 'team.import-retracted':
    case 'pool.import-retracted':
      // The import that is void from here on, not the import that brought this event.
      return { import_id: event.data.importId };
    case 'lead.sla-started': {
      const { slaId, clock, from, dueAt, targetMs, calendar, stops } = event.data;
      return {
        sla: slaId,
        clock,
        stops,
        clock_at: instant(from),
        due_at: instant(dueAt),
        target_ms: targetMs,
        calendar: calendar?.id ?? null,
        version: calendar?.version ?? null,
      };
    }
    case 'lead.sla-paused':
      return { sla: event.data.slaId, clock_at: instant(event.data.at) };
    case 'lead.sla-resumed':
      return { sla: event.data.slaId, clock_at: instant(event.data.at), due_at: instant(event.data.dueAt) };
    case 'lead.sla-met': {
      const { slaId, at, by, elapsedMs, late } = event.data;
      return { sla: slaId, clock_at: instant(at), by_rep: by, elapsed_ms: elapsedMs, late };
    }
    case 'lead.sla-breached': {
      const { slaId, clock, dueAt, holder, team, earlier } = event.data;
      const owners = earlier.flatMap((each) => (each.holder.kind === 'person' ? [each.holder.id] : []));
      return { sla: slaId, clock, due_at: instant(dueAt), ...holderOf(holder, team), earlier_owners: owners.join(', ') || null };
    }
    case 'assignment.decided':
    case 'assignment.held':
      return decisionOf(event.data);
    case 'assignment.superseded':
      return { decision_id: event.data.decisionId, lead: event.data.leadId, because: event.data.because };
    case 'assignment.overridden': {
      const { decisionId, leadId, to, chosen, by, reason } = event.data;
      return { decision_id: decisionId, lead: leadId, ...holderOf(to, null), ...previousOf(chosen), by_rep: by.id, reason };
    }
    case 'calendar.published': {
      const { version, zone, weekly, exceptions, effectiveFrom } = event.data;
      return { version, document: canonicalJson({ zone, weekly, exceptions, effectiveFrom }) };
    }
    case 'rates.published': {
      const { version, to, holdsDays, rates } = event.data;
      return { version, document: canonicalJson({ to, holdsDays, rates }) };
    }
    case 'definition.figure-published':
    case 'definition.figure-restated':
    case 'definition.figure-held':
    case 'definition.figure-redefined':
      return figureFacts(event);
    case 'person.merged':
      return { person: event.data.into };
    case 'person.unmerged':
      return { person: event.data.from };
    case 'rep.joined':
    case 'rep.confirmed':
    case 'rep.profile-changed':
      return { name: event.data.name, ...attributesOf(event.data.attributes) };
    case 'rep.team-joined':
    case 'rep.membership-confirmed':
    case 'rep.team-left':
      return { team: event.data.team };
    case 'team.created':
    case 'team.confirmed':
      return { name: event.data.name, ...attributesOf(event.data.attributes) };
    case 'pool.created':
    case 'pool.confirmed':
      return { name: event.data.name, team: event.data.team };
    default:
      // Streams that say nothing about leads or staff (definitions, imports, anchors, contact points …) are kept with their clocks and actors.
      return {};
  }
}
