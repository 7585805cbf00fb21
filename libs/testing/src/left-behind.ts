import { type EventData } from '#libs/contracts';
import { type StoredEvent } from '#libs/event-store';
import { type ClockRig } from './clock-rig.js';
import { replayable } from './replayable-log.js';

interface Reached {
  readonly person: string;
  /** ISO. */
  readonly at: string;
}

/** What a time without anybody left behind. */
export interface LeftBehind {
  readonly leads: number;
  /** Leads of which the table does not know one holder, and only one, at each instant from their arrival on. */
  readonly astray: readonly string[];
  /** Leads that nobody has, that wait for nothing, and of which nobody was told. */
  readonly forgotten: readonly string[];
  /** Breaches and overdue actions of which nobody by name was told. */
  readonly untold: readonly string[];
  /** Alerts that nobody acknowledged in time and that stopped before the last in line. */
  readonly stuck: readonly string[];
  /** Who was told of something, and when. */
  readonly told: readonly Reached[];
  /** Whom policies gave leads. */
  readonly given: readonly Reached[];
  /** Why reps could not have a lead: `Bo absent`. */
  readonly excluded: ReadonlySet<string>;
  /** Events by type. */
  readonly counts: Readonly<Record<string, number>>;
  readonly log: ReturnType<typeof replayable>;
}

/** In layers of what was known, the last one: periods of a lead touch each other, from its arrival without an end. */
const ASTRAY = `
with now as (
  select lead, effective, lead(lower(effective)) over w as next_from, row_number() over w as nth
  from read.ownership_period where upper_inf(positions) window w as (partition by lead order by lower(effective), upper(effective))
)
select lead.lead from read.lead where not exists (select from now where now.lead = lead.lead)
union select lead from now where upper(effective) is distinct from coalesce(next_from, 'infinity') or (nth = 1 and lower_inf(effective))`;

export async function leftBehind(rig: ClockRig, leads: readonly string[]): Promise<LeftBehind> {
  await rig.projector.caughtUp();
  const events: StoredEvent[] = [];
  for await (const event of rig.log.readAll()) events.push(event);
  const dataOf = <T extends Asked>(type: T) => ofType(events, type);
  const { rows: astray } = await rig.pool.query<{ lead: string }>(ASTRAY);
  const { rows: pooled } = await rig.pool.query<{ lead: string }>(
    `select lead from read.ownership_period where upper_inf(positions) and effective @> $1::timestamptz and holder_kind <> 'person'`,
    [rig.clock.now().toISOString()],
  );
  const raised = dataOf('alert.raised');
  const decided = dataOf('assignment.decided');
  const counts: Record<string, number> = {};
  for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1;
  const held = new Set(dataOf('assignment.held').map(({ leadId }) => leadId));
  const toldOf = (lead: string, kind: string): boolean => raised.some((each) => each.leadId === lead && each.kind === kind);
  const missed = events.filter(({ type }) => type === 'lead.sla-breached' || type === 'lead.next-action-overdue');
  const { rows: stuck } = await rig.pool.query<{ subject: string }>(
    `select subject from read.alert where open and not exhausted and (escalates_at is null or escalates_at < $1)`,
    [rig.clock.now().toISOString()],
  );
  return {
    leads: leads.length,
    astray: astray.map(({ lead }) => lead),
    forgotten: pooled.map(({ lead }) => lead).filter((lead) => !held.has(lead) && !toldOf(lead, 'dispatch-fallback')),
    untold: missed.filter(({ type, stream }) => !toldOf(stream.slice('lead-'.length), type.slice('lead.'.length))).map(({ id }) => id),
    stuck: stuck.map(({ subject }) => subject),
    told: events.flatMap(({ type, data, metadata }) =>
      type === 'alert.raised' || type === 'alert.escalated' ? [{ person: String(data['to']), at: metadata.knownAt }] : [],
    ),
    given: decided.flatMap(({ chosen, decidedAt }) => (chosen?.kind === 'person' ? [{ person: chosen.id, at: decidedAt.at }] : [])),
    excluded: new Set(
      decided.flatMap(({ candidates }) => candidates.flatMap(({ rep, excluded }) => (excluded ? [`${rep} ${excluded.code}`] : []))),
    ),
    counts,
    log: replayable(events, leads),
  };
}

type Asked = 'alert.raised' | 'assignment.decided' | 'assignment.held';
const ofType = <T extends Asked>(events: readonly StoredEvent[], type: T): readonly EventData<T>[] =>
  events.flatMap((event) => (event.type === type ? [event.data as EventData<T>] : []));
