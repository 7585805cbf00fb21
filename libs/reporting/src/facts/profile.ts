import { type EventFacts } from './fact-columns.js';
import { type FactsProfile } from './manifest.js';

export function profileOf(rows: readonly EventFacts[]): FactsProfile {
  const count = (predicate: (row: EventFacts) => boolean): number => rows.reduce((sum, row) => sum + (predicate(row) ? 1 : 0), 0);
  return {
    unknownTimes: count((row) => row.time_precision === 'unknown'),
    dateOnly: count((row) => row.time_precision === 'day'),
    endedCorrections: count((row) => row.until_at !== null),
    retractions: count((row) => String(row.type).endsWith('.import-retracted')),
    attributeChanges: count((row) => row.type === 'lead.attributes-changed'),
    ...bounds(rows.flatMap((row) => (row.start_at === null ? [] : [row.start_at as number]))),
  };
}

function bounds(times: readonly number[]): Pick<FactsProfile, 'firstMs' | 'lastMs'> {
  let [firstMs, lastMs] = [times[0] ?? null, times[0] ?? null];
  for (const ms of times) {
    if (firstMs === null || ms < firstMs) firstMs = ms;
    if (lastMs === null || ms > lastMs) lastMs = ms;
  }
  return { firstMs, lastMs };
}

export const addProfiles = (a: FactsProfile, b: FactsProfile): FactsProfile => ({
  unknownTimes: a.unknownTimes + b.unknownTimes,
  dateOnly: a.dateOnly + b.dateOnly,
  endedCorrections: a.endedCorrections + b.endedCorrections,
  retractions: a.retractions + b.retractions,
  attributeChanges: a.attributeChanges + b.attributeChanges,
  ...bounds([a.firstMs, a.lastMs, b.firstMs, b.lastMs].filter((ms) => ms !== null)),
});
