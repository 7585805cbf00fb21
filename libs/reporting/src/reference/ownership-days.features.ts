import { firstInstantOfDay, localDate, nextDay } from '#libs/calendar';
import { type Raw, type ReferenceWorld } from './reference-row.features.js';
import { CLOSINGS, type LeadView } from './lead-view.features.js';
import { countedDay, dayNumber, heldAt, type Placed } from './past.features.js';

const DAY_MS = 86_400_000;

/** Day by day: everything that counts on the day or before it, and who had the lead at the day's last millisecond. */
export function ownershipDays(lead: LeadView, { zone, period, horizon }: ReferenceWorld): Raw[] {
  if (!lead.captured || horizon === '') return [];
  const { captured } = lead;
  const dayOf = (event: Placed): string => countedDay(event.moment, zone) ?? '0001-01-01';
  const byDay = [...lead.events].sort((a, b) => (dayOf(a) === dayOf(b) ? 0 : dayOf(a) < dayOf(b) ? -1 : 1));
  const last = localDate(horizon, zone);
  const capturedOn = dayOf(captured);
  const rows: Raw[] = [];
  for (let day = period.fromDay; day < period.endDay && day <= last; day = nextDay(day)) {
    if (day < capturedOn) continue;
    const past = byDay.filter((event) => dayOf(event) <= day);
    const standing = past.findLast((event) => event.type in CLOSINGS || event.type === 'lead.captured' || event.type === 'lead.reopened');
    const contact = past.findLast(
      (event) =>
        event.type === 'lead.follow-up-recorded' &&
        !event.data.automatic &&
        event.data.direction === 'outbound' &&
        dayOf(event) !== '0001-01-01',
    );
    const end = Date.parse(firstInstantOfDay(nextDay(day), zone)) - 1;
    const held = heldAt(lead.events, end);
    const since = (from: string | null): number | null =>
      from === null || from === '0001-01-01' ? null : (dayNumber(day) - dayNumber(from)) * DAY_MS;
    rows.push({
      id: `${lead.id} ${day}`,
      lead: lead.id,
      position: captured.position,
      revision: captured.revision,
      event: captured.id,
      judged: { ms: end, position: captured.position },
      times: { day: { ms: Date.parse(`${day}T00:00:00Z`), day, known: true } },
      facts: {
        owner: held.owner,
        team: held.team,
        holder_kind: held.kind,
        holder: held.holder,
        live: standing !== undefined && !(standing.type in CLOSINGS),
        idle: since(contact ? dayOf(contact) : null),
        quiet: since(contact ? dayOf(contact) : capturedOn),
        age: since(capturedOn),
      },
      credited: held.owner,
    });
  }
  return rows;
}
