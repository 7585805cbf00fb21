import { firstInstantOfDay, localDate, nextDay } from '#libs/calendar';
import { CLOSINGS, type LeadView } from './lead-view.features.js';
import { countedDay, dayNumber, heldAt, type Placed } from './past.features.js';
import { type Raw, type ReferenceWorld } from './reference-row.features.js';

const BEFORE_ALL = '0001-01-01';

/** Day by day through the period: where a month ends, or the period, or what is known, the lead as it was by the end of that day. */
export function leadMonths(lead: LeadView, { zone, period, horizon }: ReferenceWorld): Raw[] {
  if (!lead.captured || horizon === '') return [];
  const { captured } = lead;
  const dayOf = (event: Placed): string => countedDay(event.moment, zone) ?? BEFORE_ALL;
  const byDay = [...lead.events].sort((a, b) => (dayOf(a) === dayOf(b) ? 0 : dayOf(a) < dayOf(b) ? -1 : 1));
  const last = localDate(horizon, zone);
  const rows: Raw[] = [];
  for (let day = period.fromDay; day < period.endDay && day <= last; day = nextDay(day)) {
    const next = nextDay(day);
    const isEnd = next.slice(0, 7) !== day.slice(0, 7) || next === period.endDay || day === last;
    if (!isEnd || day < dayOf(captured)) continue;
    const past = byDay.filter((event) => dayOf(event) <= day);
    const standing = past.findLast((event) => event.type in CLOSINGS || event.type === 'lead.captured' || event.type === 'lead.reopened');
    if (!standing || standing.type in CLOSINGS) continue;
    const attributes: Record<string, unknown> = {};
    for (const event of past) {
      if (event.type === 'lead.captured') Object.assign(attributes, event.data.inquiry.attributes);
      if (event.type === 'lead.attributes-changed') Object.assign(attributes, event.data.attributes);
    }
    const end = Date.parse(firstInstantOfDay(next, zone)) - 1;
    const held = heldAt(lead.events, end);
    rows.push({
      id: `${lead.id} ${day}`,
      lead: lead.id,
      position: captured.position,
      revision: captured.revision,
      event: captured.id,
      judged: { ms: end, position: captured.position },
      times: { month_end: { ms: Date.parse(`${day}T00:00:00Z`), day, known: true } },
      facts: {
        attributes,
        owner: held.owner,
        team: held.team,
        holder_kind: held.kind,
        holder: held.holder,
        age: dayOf(captured) === BEFORE_ALL ? null : (dayNumber(day) - dayNumber(dayOf(captured))) * 86_400_000,
      },
      credited: held.owner,
    });
  }
  return rows;
}
