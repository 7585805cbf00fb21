import { type Attributes } from '#libs/contracts';
import { type FigureSpec } from '../assignment-policy/assignment-spec.js';

interface Counts {
  won: number;
  lost: number;
}

/** A lead that was won or lost, by whom and when (milliseconds since the epoch). */
export interface Closing {
  readonly rep: string;
  readonly at: number;
  readonly won: boolean;
  readonly attributes: Attributes;
}

/** A value of an attribute, or which values: several writings can mean one. */
export type WantedValue = string | number | boolean | null | ((value: unknown) => boolean);

const DAY_MS = 86_400_000;
const ALL = '';

/** Closings by rep, by value of an attribute and by day (of UTC): as many entries as there are such days, however many leads were closed. */
export class ClosingBook {
  private readonly reps = new Map<string, Map<string, Map<number, Counts>>>();

  /** `sign` −1 takes a closing back: the lead was reopened, or its history retracted. */
  count({ rep, at, won, attributes }: Closing, sign: 1 | -1): void {
    const day = Number.isFinite(at) ? Math.floor(at / DAY_MS) : Number.MIN_SAFE_INTEGER;
    for (const key of [ALL, ...Object.entries(attributes).map(([name, value]) => keyOf(name, value))]) {
      const counts = this.counts(rep, key, day);
      if (won) counts.won += sign;
      else counts.lost += sign;
    }
  }

  of(rep: string, { having, days }: Pick<FigureSpec, 'having' | 'days'>, wanted: WantedValue, at: number): Counts {
    const from = days === null ? -Infinity : Math.floor(at / DAY_MS) - days;
    const sum = { won: 0, lost: 0 };
    for (const byDay of this.counted(rep, having?.attribute ?? null, wanted))
      for (const [day, { won, lost }] of byDay) {
        if (day < from) continue;
        sum.won += won;
        sum.lost += lost;
      }
    return sum;
  }

  private *counted(rep: string, attribute: string | null, wanted: WantedValue): Iterable<ReadonlyMap<number, Counts>> {
    const byKey = this.reps.get(rep);
    if (!byKey) return;
    if (attribute === null || typeof wanted !== 'function') {
      const byDay = byKey.get(attribute === null ? ALL : keyOf(attribute, wanted));
      if (byDay) yield byDay;
      return;
    }
    const begins = `${attribute}=`;
    for (const [key, byDay] of byKey) if (key.startsWith(begins) && wanted(JSON.parse(key.slice(begins.length)))) yield byDay;
  }

  toJSON(): unknown {
    return [...this.reps].map(([rep, byKey]) => [
      rep,
      [...byKey].map(([key, days]) => [key, [...days].map(([day, { won, lost }]) => [day, won, lost])]),
    ]);
  }

  restore(saved: unknown): void {
    for (const [rep, byKey] of saved as [string, [string, [number, number, number][]][]][])
      for (const [key, days] of byKey) for (const [day, won, lost] of days) Object.assign(this.counts(rep, key, day), { won, lost });
  }

  private counts(rep: string, key: string, day: number): Counts {
    const byKey = found(this.reps, rep, () => new Map<string, Map<number, Counts>>());
    return found(
      found(byKey, key, () => new Map<number, Counts>()),
      day,
      () => ({ won: 0, lost: 0 }),
    );
  }
}

const keyOf = (name: string, value: unknown): string => `${name}=${JSON.stringify(value)}`;

function found<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
