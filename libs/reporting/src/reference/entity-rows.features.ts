import { type EntityName } from '../entities/entity.js';
import { leadMonths } from './lead-months.features.js';
import { CLOSINGS, inquiryFacts, isBefore, isInquiry, type LeadView } from './lead-view.features.js';
import { eventRow, type Raw, type ReferenceRow, type ReferenceWorld } from './reference-row.features.js';
import { ownershipDays } from './ownership-days.features.js';
import { publishedFigures } from './published-figures.features.js';
import { decisions, slaClocks, turns } from './service-rows.features.js';
import { between, heldAfter, heldAt, holdingAmong, isOwnership, type Moment, nobody } from './past.features.js';

const GIVEN = ['lead.assigned', 'lead.claimed', 'lead.transferred'];
const ACTS = [...GIVEN, 'lead.released', 'lead.recycled'];
const instant = (moment: Moment | null): string | null =>
  moment?.known && Number.isFinite(moment.ms) ? new Date(moment.ms).toISOString() : null;

/** All rows of an entity, in no order. */
export function entityRows(entity: EntityName, world: ReferenceWorld): ReferenceRow[] {
  if (entity === 'published_figure') return publishedFigures(world);
  return world.leads.flatMap((lead) => rowsOf[entity](lead, world).map((row) => finish(entity, row, lead, world)));
}

function finish(entity: EntityName, { credited, ...row }: Raw, lead: LeadView, world: ReferenceWorld): ReferenceRow {
  const rep = world.reps.get(String(credited));
  const own = ['lead', 'open_lead', 'lead_month', 'deal', 'pipeline_deal'].includes(entity)
    ? { ...lead.facts, ...row.facts }
    : { ...row.facts, lead: lead.facts };
  const times = Object.fromEntries(Object.entries(row.times).map(([name, moment]) => [name, instant(moment)]));
  // A lead is credited to the owner of today.
  const at = entity === 'lead' || !row.judged ? Infinity : row.judged.ms;
  const ofRep = { rep: rep ? { ...rep.attributes, name: rep.name } : {}, rep_teams: world.teamsOf(credited, at, Infinity) };
  return { ...row, entity, facts: { lead_id: lead.id, ...times, ...own, ...ofRep } };
}

const rowsOf: Readonly<Record<Exclude<EntityName, 'published_figure'>, (lead: LeadView, world: ReferenceWorld) => Raw[]>> = {
  inquiry: (lead, { leads, takenFor }) => {
    const inquiries = lead.events.filter(isInquiry);
    return inquiries.map((event) => {
      const { inquiry, personId } = event.data;
      const held = heldAt(lead.events, event.moment.ms);
      const ofPerson = leads
        .flatMap((each) => each.events)
        .filter((each) => (each.type === 'lead.captured' || each.type === 'lead.inquiry-received') && each.data.personId === personId)
        .sort((a, b) => (a.moment.ms === b.moment.ms ? a.position - b.position : a.moment.ms < b.moment.ms ? -1 : 1));
      const point = (kind: string): string | null => inquiry.contactPoints.find((each) => each.kind === kind)?.contactPointId ?? null;
      const facts = {
        ...inquiryFacts(inquiry, personId),
        person_then: takenFor(personId, event.position),
        person_now: takenFor(personId, Infinity),
        phone: point('phone'),
        email: point('email'),
        payload_hash: inquiry.payloadHash,
        attributes: inquiry.attributes,
        first_of_lead: event.type === 'lead.captured',
        last_of_lead: inquiries[inquiries.length - 1] === event,
        first_of_person: personId === null ? event.type === 'lead.captured' : ofPerson[0]?.id === event.id,
        owner: held.owner,
        team: held.team,
      };
      return eventRow(lead, event, inquiry.inquiryId, 'received', facts, held.owner);
    });
  },
  lead: (lead, { zone }) => {
    if (!lead.captured) return [];
    const held = heldAt(lead.events, lead.captured.moment.ms);
    const ended = lead.ending?.moment ?? null;
    const facts = { owner: held.owner, team: held.team, life: between(lead.captured.moment, ended, zone) };
    return [eventRow(lead, lead.captured, lead.id, 'captured', facts, lead.facts['owner_today'], { ended })];
  },
  open_lead: (lead, { zone, period }) => {
    const past = lead.events.filter((event) => isBefore(event.moment, period.endMs, period.endDay));
    const ending = past.findLast((event) => event.type in CLOSINGS || event.type === 'lead.reopened');
    if (!lead.captured || !past.includes(lead.captured) || (ending && ending.type !== 'lead.reopened')) return [];
    const held = holdingAmong(past, period.endMs - 1);
    const stage = past.findLast((event) => event.type === 'lead.stage-entered');
    const touches = past.filter((event) => event.type === 'lead.follow-up-recorded' && !event.data.automatic);
    const end: Moment = { ms: period.endMs - 1, day: period.lastDay, known: true };
    const facts = {
      owner: held.owner,
      team: held.team,
      holder_kind: held.kind,
      holder: held.holder,
      stage: stage?.type === 'lead.stage-entered' ? stage.data.stage : null,
      follow_ups: touches.length,
      owner_follow_ups: touches.filter(
        (event) => event.type === 'lead.follow-up-recorded' && held.owner !== null && event.data.by === held.owner,
      ).length,
      in_stage: between(stage?.moment ?? null, end, zone),
      age: between(lead.captured.moment, end, zone),
      idle: between(touches[touches.length - 1]?.moment ?? null, end, zone),
    };
    return [
      {
        ...eventRow(lead, lead.captured, lead.id, 'captured', facts, held.owner),
        times: { period_end: end },
        judged: { ms: end.ms, position: lead.captured.position },
      },
    ];
  },
  assignment: (lead) => {
    let ordinal = 0;
    let previous: string | null = null;
    const rows: Raw[] = [];
    for (const event of lead.events.filter(isOwnership)) {
      const { owner, team } = heldAfter(event);
      if (GIVEN.includes(event.type) && owner !== null) {
        const { policy } = event.metadata;
        const facts = {
          owner,
          team,
          via: event.type.slice(5),
          ordinal: ++ordinal,
          previous_owner: previous,
          policy: policy?.name ?? null,
          policy_version: policy?.version ?? null,
        };
        rows.push(eventRow(lead, event, event.id, 'assigned', facts, owner));
      }
      previous = owner ?? previous;
    }
    return rows;
  },
  hand_over: (lead) => {
    let direct = nobody;
    let [lastOwner, lastTeam]: [string | null, string | null] = [null, null];
    const rows: Raw[] = [];
    for (const event of lead.events.filter(isOwnership)) {
      const held = heldAfter(event);
      if (ACTS.includes(event.type)) {
        const facts = {
          via: event.type.slice(5),
          owner: held.owner,
          team: held.team,
          holder_kind: held.kind,
          from_owner: direct.owner,
          from_team: direct.team,
          last_owner: lastOwner,
          last_team: lastTeam,
          policy: event.metadata.policy?.name ?? null,
        };
        rows.push(eventRow(lead, event, event.id, 'handed_over', facts, lastOwner));
      }
      direct = held;
      [lastOwner, lastTeam] = [held.owner ?? lastOwner, held.team ?? lastTeam];
    }
    return rows;
  },
  follow_up: (lead, { zone }) =>
    lead.events.flatMap((event) => {
      if (event.type !== 'lead.follow-up-recorded') return [];
      const { type, direction, outcome, automatic, by, followUpId } = event.data;
      const held = heldAt(lead.events, event.moment.ms);
      const recorded: Moment = { ms: Date.parse(event.metadata.knownAt), day: null, known: true };
      const facts = {
        type,
        direction,
        outcome,
        automatic,
        by,
        owner: held.owner,
        team: held.team,
        by_owner: by !== null && by === held.owner,
        recorded_after: between(event.moment, recorded, zone),
      };
      return [eventRow(lead, event, followUpId, 'made', facts, by)];
    }),
  stage_visit: (lead, { zone }) => {
    const steps = lead.events.filter((event) => event.type === 'lead.stage-entered' || event.type in CLOSINGS);
    return steps.flatMap((event, index) => {
      if (event.type !== 'lead.stage-entered') return [];
      const next = steps[index + 1];
      const held = heldAt(lead.events, event.moment.ms);
      const { stage, process, previous } = event.data;
      const facts = {
        stage,
        process,
        previous_stage: previous,
        left_by: next?.type.slice(5) ?? null,
        owner: held.owner,
        team: held.team,
        stay: between(event.moment, next?.moment ?? null, zone),
      };
      return [eventRow(lead, event, event.id, 'entered', facts, held.owner, { left: next?.moment ?? null })];
    });
  },
  ownership_day: ownershipDays,
  lead_month: leadMonths,
  sla_clock: slaClocks,
  decision: decisions,
  turn: turns,
  deal: (lead, { zone }) => {
    if (!lead.captured) return [];
    const closing = lead.outcome === 'open' ? null : lead.ending!;
    const held = closing ? heldAt(lead.events, closing.moment.ms) : { owner: lead.facts['owner_today'], team: lead.facts['team_today'] };
    const value = closing?.type === 'lead.won' ? closing.data.value : null;
    const facts = {
      outcome: lead.outcome,
      closing_reason: closing ? lead.facts['closing_reason'] : null,
      amount: value?.amount ?? null,
      currency: value?.currency ?? null,
      owner: held.owner,
      team: held.team,
      cycle: between(lead.captured.moment, closing?.moment ?? null, zone),
    };
    const row = eventRow(lead, lead.captured, lead.id, 'opened', facts, held.owner, { closed: closing?.moment ?? null });
    const judged = closing ? { ms: closing.moment.ms, position: closing.position } : null;
    return [{ ...row, event: closing?.id ?? row.event, judged }];
  },
  pipeline_deal: (lead, { zone, period }) => {
    const past = lead.events.filter((event) => isBefore(event.moment, period.endMs, period.endDay));
    if (!lead.captured || !past.includes(lead.captured)) return [];
    const last = past.findLast((event) => event.type in CLOSINGS || event.type === 'lead.reopened');
    const closing = last && last.type !== 'lead.reopened' ? last : null;
    if (closing && isBefore(closing.moment, period.fromMs, period.fromDay)) return [];
    const end: Moment = { ms: period.endMs - 1, day: period.lastDay, known: true };
    const held = heldAt(lead.events, (closing?.moment ?? end).ms);
    const value = closing?.type === 'lead.won' ? closing.data.value : null;
    const closed = closing?.moment ?? null;
    const facts = {
      state: closing ? CLOSINGS[closing.type] : 'open',
      amount: value?.amount ?? null,
      currency: value?.currency ?? null,
      owner: held.owner,
      team: held.team,
      cycle: between(lead.captured.moment, closed, zone),
      age: between(lead.captured.moment, end, zone),
    };
    const row = eventRow(lead, lead.captured, lead.id, 'opened', facts, held.owner, { closed, period_end: end });
    return [{ ...row, event: closing?.id ?? row.event, judged: { ms: (closing?.moment ?? end).ms, position: row.position } }];
  },
};
