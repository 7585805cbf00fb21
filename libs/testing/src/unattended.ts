import { derivedId, newId } from '#libs/platform';
import { clockRig } from './clock-rig.js';

const HOUR_MS = 3_600_000;
const POLICIES = [
  `
policy: idle
kind: recycling
owner: Mia
reviewBy: 2027-01-01
zone: Europe/Berlin
rules:
  - { name: default, protection: { default: 3 days, extension: 2 days, maximum: 10 days }, remind: 1 day, to: { pool: intake } }
`,
  `
policy: response
kind: sla
owner: Mia
reviewBy: 2027-01-01
calendar: round-the-clock
clocks:
  - { name: first-response, starts: captured, stops: outbound, within: 24 hours, escalate: [owner, team-manager, data-owner] }
`,
];

/** What a run without anybody left behind, in terms that a second run repeats. */
export interface Unattended {
  readonly leads: number;
  /** Type, effective time and holder of every event of every lead, lead by lead. */
  readonly log: readonly (readonly string[])[];
  /** Holders of a lead at one instant, where there were none or two. */
  readonly astray: readonly string[];
  /** Breaches and overdue actions of which nobody by name was told. */
  readonly untold: number;
  readonly told: readonly string[];
  readonly recycled: number;
  readonly breached: number;
}

/** So many days of intake and silence in steps of six hours: an automation gives each lead to one of three reps, Bo is never there, nobody answers alerts. */
export async function liveUnattended(days: number): Promise<Unattended> {
  const start = Date.parse('2026-03-02T08:00:00Z');
  const rig = await clockRig(new Date(start).toISOString());
  try {
    await rig.leads.hire('North', 'Ana', 'Bo', 'Cy', 'Mia');
    await rig.leads.organisation.execute({ do: 'name-manager', team: 'North', person: 'Mia' }, { commandId: newId(), actor: rig.actor });
    for (const document of POLICIES) await rig.enforce(document);
    const leads: string[] = [];
    for (let step = 0; step < days * 4; step++) {
      rig.clock.set(new Date(start + step * 6 * HOUR_MS).toISOString());
      const lead = await rig.capture();
      leads.push(lead);
      const rep = ['Ana', 'Bo', 'Cy'][step % 3]!;
      const actor = { kind: 'automation' as const, id: 'turns@1', assurance: 'policy' };
      await rig.leads.commands.execute(
        lead,
        { do: 'assign-lead', to: { kind: 'person', id: rep } },
        { commandId: derivedId('give', lead), actor },
      );
      if (rep === 'Ana') {
        await rig.act(lead, { do: 'record-follow-up', type: 'call', direction: 'outbound', by: 'Ana' });
        await rig.act(lead, {
          do: 'plan-next-action',
          action: 'Call again',
          dueAt: new Date(start + (step * 6 + 12) * HOUR_MS).toISOString(),
        });
      }
      await rig.work();
    }
    return await judged(rig, leads);
  } finally {
    await rig.close();
  }
}

async function judged(rig: Awaited<ReturnType<typeof clockRig>>, leads: readonly string[]): Promise<Unattended> {
  const histories = await Promise.all(leads.map((lead) => rig.history(lead)));
  await rig.projector.caughtUp();
  const { rows: astray } = await rig.pool.query<{ lead: string }>(
    `select lead from read.lead where not exists (
       select from read.ownership_period o where o.lead = read.lead.lead and upper_inf(o.positions) and o.effective @> $1::timestamptz)
     union all
     select lead from read.ownership_period where upper_inf(positions) and effective @> $1::timestamptz group by lead having count(*) > 1`,
    [rig.clock.now().toISOString()],
  );
  const { rows: alerts } = await rig.pool.query<{ lead: string; kind: string; person: string }>(
    'select lead, kind, person from read.alert',
  );
  const events = histories.flat();
  const missed = events.filter(({ type }) => type === 'lead.sla-breached' || type === 'lead.next-action-overdue');
  const told = (lead: string, kind: string): boolean =>
    alerts.some((alert) => alert.lead === lead && alert.kind === kind && alert.person !== '');
  return {
    leads: leads.length,
    log: histories.map((history) =>
      history.map(({ type, metadata, data }) => `${type} ${metadata.occurredAt.value} ${JSON.stringify('to' in data ? data.to : null)}`),
    ),
    astray: astray.map(({ lead }) => lead),
    untold: missed.filter(({ type, stream }) => !told(stream.slice('lead-'.length), type.slice('lead.'.length))).length,
    told: [...new Set(alerts.map(({ person }) => person))].sort(),
    recycled: events.filter(({ type }) => type === 'lead.recycled').length,
    breached: events.filter(({ type }) => type === 'lead.sla-breached').length,
  };
}
