import { type CalendarDocument, compileCalendar, composeCalendars, inForce, type WorkingCalendar } from '#libs/calendar';
import { duckdbDialect, nearestName } from '#libs/expressions';
import { canonicalJson, sha256, type Violation } from '#libs/platform';
import { calendarTable } from '../compile/calendar-table.js';
import { type Scope, type ScopeCalendar } from '../compile/scope.js';
import { timestampSql } from '../compile/time-sql.js';
import { type Definition } from '../definitions/definition.js';
import { type FactStore } from '../facts/fact-store.js';

interface Published extends CalendarDocument {
  readonly effectiveFrom: string | null;
}

/**
 * The calendars that a definition computes in, as known at the position: each version at its time (docs/adr/0091). They come from the facts, as all numbers do.
 * Notes `REPORT.CALENDAR` for each that was not published by then.
 */
export async function reportCalendars(
  store: FactStore,
  definition: Definition,
  scope: Omit<Scope, 'calendars' | 'rates'>,
  problems: Violation[],
): Promise<ReadonlyMap<string, ScopeCalendar>> {
  const asked = new Set(definition.durations.flatMap(({ calendar }) => calendar ?? []));
  const found = new Map<string, ScopeCalendar>();
  if (asked.size === 0) return found;
  const known = scope.knownAtMs === null ? '' : ` and known_at <= ${timestampSql(scope.knownAtMs)}`;
  const published = `from facts where type = 'calendar.published' and position <= ${scope.position}${known}`;
  for (const id of asked) {
    const rows = await store.rows(`select version, document ${published} and subject = ${duckdbDialect.text(id)} order by position`);
    const versions = rows.map(({ version, document }) => {
      const parsed = JSON.parse(document as string) as Published;
      const from = parsed.effectiveFrom === null ? -Infinity : Date.parse(parsed.effectiveFrom);
      return { version: version as number, from, documentHash: sha256(document as string), document: parsed };
    });
    const [first, ...others] = inForce(versions);
    if (!first) {
      const ids = (await store.rows(`select distinct subject ${published} order by subject`)).map(({ subject }) => subject as string);
      const nearest = nearestName(id, ids);
      const hint = nearest ? `did you mean ${nearest}?` : `published are: ${ids.join(', ') || 'none'}`;
      problems.push({
        code: 'REPORT.CALENDAR',
        message: `${definition.name} computes in the working time of the calendar ${id}, which was not published by then; ${hint}`,
        path: 'definition',
      });
      continue;
    }
    const parts = [first, ...others].map(({ from, document }) => ({ from, calendar: compileCalendar(document) }));
    const calendar: WorkingCalendar = composeCalendars([parts[0]!, ...parts.slice(1)]);
    const used = [first, ...others].map(({ version, documentHash }) => ({ version, documentHash }));
    const table = calendarTable(calendar, sha256(canonicalJson(used)), scope);
    await store.ensureTable(table.name, table.sql);
    found.set(id, { id, versions: used, calendar, table: table.name, intervalsADay: table.intervalsADay });
  }
  return found;
}
