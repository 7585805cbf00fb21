import { firstInstantOfDay, localDate } from '#libs/calendar';
import { type Holder, type PositionedEvent } from '#libs/contracts';

/** A time as a person would reckon with it. `ms` is −Infinity before all time. */
export interface Moment {
  readonly ms: number;
  readonly day: string | null;
  readonly known: boolean;
}

export type Placed = PositionedEvent & { readonly moment: Moment };

const DAY_MS = 86_400_000;
export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

/** The events as known: filtered, voided imports gone, each with its effective moment; by stream in order of (start, revision). */
export function pastOf(events: readonly PositionedEvent[], position: number, knownAt: string | null): Map<string, Placed[]> {
  const streams = new Map<string, PositionedEvent[]>();
  for (const event of events) {
    if (event.position > position || (knownAt !== null && event.metadata.knownAt > knownAt)) continue;
    streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
  }
  const placed = new Map<string, Placed[]>();
  for (const [stream, all] of streams) {
    const voided = new Set(
      all.flatMap((event) => (event.type.endsWith('.import-retracted') ? [(event.data as { importId: string }).importId] : [])),
    );
    let before: Moment = { ms: -Infinity, day: null, known: false };
    const rows = all
      .filter((event) => event.metadata.importId === undefined || !voided.has(event.metadata.importId))
      .map((event) => {
        const { occurredAt } = event.metadata;
        if (occurredAt.precision === 'instant') before = { ms: Date.parse(occurredAt.value), day: null, known: true };
        if (occurredAt.precision === 'day')
          before = { ms: Date.parse(firstInstantOfDay(occurredAt.value, occurredAt.zone)), day: occurredAt.value, known: true };
        const moment: Moment = occurredAt.precision === 'unknown' ? { ...before, known: false } : before;
        return { ...event, moment } as Placed;
      });
    placed.set(
      stream,
      rows.sort((a, b) => (a.moment.ms === b.moment.ms ? a.revision - b.revision : a.moment.ms < b.moment.ms ? -1 : 1)),
    );
  }
  return placed;
}

export const countedDay = (moment: Moment, zone: string): string | null =>
  moment.day ?? (moment.ms === -Infinity ? null : localDate(new Date(moment.ms).toISOString(), zone));

/** Milliseconds between instants, whole days between dates, null where one is unknown. */
export function between(from: Moment | null, to: Moment | null, zone: string): number | null {
  if (!from?.known || !to?.known) return null;
  if (from.day === null && to.day === null) return to.ms - from.ms;
  return (dayNumber(countedDay(to, zone)!) - dayNumber(countedDay(from, zone)!)) * DAY_MS;
}

export function notBefore(later: Moment, earlier: Moment, zone: string): boolean {
  const byDates = (later.day !== null || earlier.day !== null) && Number.isFinite(later.ms) && Number.isFinite(earlier.ms);
  return byDates ? countedDay(later, zone)! >= countedDay(earlier, zone)! : later.ms >= earlier.ms;
}

export interface Held {
  readonly kind: Holder['kind'] | null;
  readonly holder: string | null;
  readonly owner: string | null;
  readonly team: string | null;
}
export const nobody: Held = { kind: null, holder: null, owner: null, team: null };

const OWNERSHIP = [
  'lead.captured',
  'lead.assigned',
  'lead.claimed',
  'lead.transferred',
  'lead.released',
  'lead.recycled',
  'lead.ownership-corrected',
];
export const isOwnership = (event: Placed): boolean => OWNERSHIP.includes(event.type);

export function heldAfter(event: Placed): Held {
  const data = event.data as { holder?: Holder; to?: Holder; team: string | null };
  const holder = (data.to ?? data.holder)!;
  const id = holder.kind === 'unknown' ? null : holder.id;
  return {
    kind: holder.kind,
    holder: id,
    owner: holder.kind === 'person' ? id : null,
    team: data.team ?? (holder.kind === 'team' ? id : null),
  };
}

const untilOf = (event: Placed): number => {
  const until = event.type === 'lead.ownership-corrected' ? event.data.until : null;
  return until === null ? Infinity : Date.parse(until);
};

/**
 * Which of the ownership events that have begun holds at an instant (docs/adr/0042): a correction that names its end wins, until then, over
 * everything recorded before it; what is recorded later and begins within it takes the lead from it; else the last by (start, revision).
 */
export function holdingAmong(begun: readonly Placed[], ms: number): Held {
  const ownership = begun.filter(isOwnership);
  const covering = ownership.filter((each) => untilOf(each) !== Infinity && ms < untilOf(each));
  const correction = covering.reduce<Placed | undefined>((last, each) => (last && last.revision > each.revision ? last : each), undefined);
  const open = ownership.findLast(
    (each) =>
      untilOf(each) === Infinity && (!correction || (each.moment.ms >= correction.moment.ms && each.revision > correction.revision)),
  );
  const event = open ?? correction;
  return event ? heldAfter(event) : nobody;
}

export const heldAt = (lead: readonly Placed[], ms: number): Held =>
  holdingAmong(
    lead.filter((each) => each.moment.ms <= ms),
    ms,
  );
