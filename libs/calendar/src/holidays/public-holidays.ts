import { createRequire } from 'node:module';
import { type ClosedPart, closedParts } from './closed-part.js';

/** Which days, and from what they were taken; or what is wrong with the question, with what could be asked instead. */
export type HolidayAnswer =
  | { readonly kind: 'days'; readonly closed: readonly ClosedPart[]; readonly source: string }
  | { readonly kind: 'unknown'; readonly what: 'country' | 'region'; readonly known: readonly string[] };

const MINUTE_MS = 60_000;

/**
 * The public holidays of a country (ISO 3166, `DE`), or of a region in it (`BE`, or `BY-A` for a part of one), movable ones among them, by the
 * clocks of the place. Asked of the library `date-holidays`, whose tables are loaded with the first question.
 */
export async function publicHolidays(country: string, region: string | null, years: readonly number[]): Promise<HolidayAnswer> {
  const { default: Holidays } = await import('date-holidays');
  const library = new Holidays();
  const countries = Object.keys(library.getCountries());
  if (!countries.includes(country)) return { kind: 'unknown', what: 'country', known: countries };
  const [state, part] = region?.split('-') ?? [];
  const states = namesOf(library.getStates(country));
  if (state !== undefined && !states.includes(state)) return { kind: 'unknown', what: 'region', known: states };
  const parts = state === undefined ? [] : namesOf(library.getRegions(country, state));
  if (part !== undefined && !parts.includes(part))
    return { kind: 'unknown', what: 'region', known: parts.map((name) => `${state}-${name}`) };

  library.init({ country, ...(state && { state }), ...(part && { region: part }) });
  const closed = years.flatMap((year) =>
    library
      .getHolidays(year)
      .filter(({ type }) => type === 'public')
      .flatMap(({ date, start, end, name }) => {
        const from = Date.parse(`${date.slice(0, 10)}T${date.slice(11, 19)}Z`);
        return closedParts(name, from, wholeDay(from + end.getTime() - start.getTime()));
      }),
  );
  return { kind: 'days', closed, source: `date-holidays ${version()} ${country}${region ? `-${region}` : ''} ${spanOf(years)}` };
}

/** A holiday on a day with a change of clocks is 23 or 25 hours long and still ends at midnight. */
function wholeDay(end: number): number {
  const midnight = Math.round(end / (1_440 * MINUTE_MS)) * 1_440 * MINUTE_MS;
  return Math.abs(end - midnight) <= 60 * MINUTE_MS ? midnight : end;
}

const namesOf = (names: Readonly<Record<string, string>> | undefined): string[] => Object.keys(names ?? {});

const spanOf = (years: readonly number[]): string => (years.length > 1 ? `${years[0]}–${years.at(-1)}` : String(years[0]));

const version = (): string => (createRequire(import.meta.url)('date-holidays/package.json') as { version: string }).version;
