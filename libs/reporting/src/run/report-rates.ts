import { type EventData } from '#libs/contracts';
import { duckdbDialect, nearestName } from '#libs/expressions';
import { sha256, type Violation } from '#libs/platform';
import { ratesTableSql } from '../compile/conversion-sql.js';
import { type Scope, type ScopeRates } from '../compile/scope.js';
import { timestampSql } from '../compile/time-sql.js';
import { type Definition } from '../definitions/definition.js';
import { type FactStore } from '../facts/fact-store.js';

/** What `factsOf` keeps of published rates. */
type RatesInFacts = Pick<EventData<'rates.published'>, 'to' | 'holdsDays' | 'rates'>;

/**
 * The rates that a definition converts by: the newest version known at the position (docs/adr/0211). They come from the facts, as all numbers do.
 * Notes `REPORT.RATES` where none was published by then, or they are worth something else.
 */
export async function reportRates(
  store: FactStore,
  definition: Definition,
  scope: Omit<Scope, 'calendars' | 'rates'>,
  problems: Violation[],
): Promise<ScopeRates | null> {
  const { convert } = definition;
  if (!convert) return null;
  const refuse = (message: string): null => {
    problems.push({
      code: 'REPORT.RATES',
      message: `${definition.name} converts by the rates ${convert.rates}, ${message}`,
      path: 'definition',
    });
    return null;
  };
  const known = scope.knownAtMs === null ? '' : ` and known_at <= ${timestampSql(scope.knownAtMs)}`;
  const published = `from facts where type = 'rates.published' and position <= ${scope.position}${known}`;
  const name = duckdbDialect.text(convert.rates);
  const [newest] = await store.rows(`select version, document ${published} and subject = ${name} order by position desc limit 1`);
  if (!newest) {
    const names = (await store.rows(`select distinct subject ${published} order by subject`)).map(({ subject }) => subject as string);
    const nearest = nearestName(convert.rates, names);
    return refuse(
      `which were not published by then; ${nearest ? `did you mean ${nearest}?` : `published are: ${names.join(', ') || 'none'}`}`,
    );
  }
  const document = newest['document'] as string;
  const { to, holdsDays, rates } = JSON.parse(document) as RatesInFacts;
  if (to !== convert.to) return refuse(`which say what currencies are worth in ${to}, not in ${convert.to}`);
  const contentHash = sha256(document);
  const table = `rates_${contentHash.slice(0, 16)}`;
  await store.ensureTable(table, ratesTableSql({ rates, holdsDays }));
  return { name: convert.rates, version: newest['version'] as number, contentHash, table, holdsDays, rates };
}
