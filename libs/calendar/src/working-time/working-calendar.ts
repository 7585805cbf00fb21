import { type Intervals, intervalsOf } from './intervals.js';

/** A calendar ready to be asked. Tables of working intervals are made a year at a time, when a question first needs them. */
export interface WorkingCalendar {
  /** The zone whose days and clocks it follows. */
  readonly zone: string;
  /** The working intervals within a year of UTC. */
  year(year: number): Intervals;
  /** Years from this one on have no working time; Infinity where the week has hours. */
  readonly endsBeforeYear: number;
  /** Years before this one have no working time; −Infinity where the week has hours. */
  readonly beginsInYear: number;
}

/** A table of a year takes about 15 KB. */
const MAX_YEARS = 64;

export function yearTables(make: (year: number) => Intervals): (year: number) => Intervals {
  const tables = new Map<number, Intervals>();
  return (year) => {
    let table = tables.get(year);
    if (!table) {
      if (tables.size >= MAX_YEARS) tables.clear();
      tables.set(year, (table = make(year)));
    }
    return table;
  };
}

export const startOfYear = (year: number): number => Date.UTC(year, 0, 1);

/** Open at every instant. */
export const roundTheClock = (zone: string): WorkingCalendar => ({
  zone,
  year: yearTables((year) => intervalsOf([[startOfYear(year), startOfYear(year + 1)]])),
  beginsInYear: -Infinity,
  endsBeforeYear: Infinity,
});
