import { localDate } from '#libs/calendar';
import { duckdbDialect } from '#libs/expressions';
import { readSql } from '#libs/platform';
import { type SharedScope, sharedQueries } from '../compile/shared-queries.js';
import { timestampSql } from '../compile/time-sql.js';
import { type FactStore } from '../facts/fact-store.js';
import { type SqlRow } from '../facts/report-engine.js';
import { addDays } from '../run/calendar-arithmetic.js';
import { type ListedDeal } from './parse-list.js';
import { type ReconciledRow, type Reconciliation, type Verdict } from './reconciliation.js';

const DAY_MS = 86_400_000;

interface Ending {
  readonly lead: string;
  readonly outcome: string;
  readonly recorded: NonNullable<ReconciledRow['recorded']>;
}

/** What is asked of the two lists. */
interface Terms {
  readonly from: string;
  readonly to: string;
  readonly within: number;
  readonly zone: string;
}

/**
 * Sets a list of won deals beside the log. A row is in time where its win was recorded by the end of the day of winning (the list's word), or so many days
 * after; a lead that stands otherwise, or that nobody knows, is absent. Wins of the period that the list does not have follow at the end.
 */
export async function reconcileWins(
  store: FactStore,
  scope: SharedScope & { readonly knownAt: string | null },
  list: readonly ListedDeal[],
  terms: Terms,
): Promise<Reconciliation> {
  const leads = await listedLeads(store, scope, list);
  const endings = await endingsOf(store, scope, new Set(leads.values()), terms);
  const rows = list.map((deal) => judged(deal, leads.get(deal.reference) ?? null, endings, terms));
  const named = new Set(leads.values());
  const unlisted = [...endings.values()].filter(
    ({ lead, outcome, recorded: { wonOn } }) =>
      !named.has(lead) && outcome === 'won' && wonOn !== null && wonOn >= terms.from && wonOn <= terms.to,
  );
  const all = [
    ...rows,
    ...unlisted
      .sort((a, b) => (`${a.recorded.wonOn} ${a.lead}` < `${b.recorded.wonOn} ${b.lead}` ? -1 : 1))
      .map(({ lead, recorded }): ReconciledRow => ({
        line: null,
        reference: null,
        lead,
        verdict: 'unlisted',
        because: null,
        listed: null,
        recorded,
        differs: [],
      })),
  ];
  const count = (verdict: Verdict): number => all.filter((row) => row.verdict === verdict).length;
  return {
    from: terms.from,
    to: terms.to,
    timeZone: terms.zone,
    position: String(scope.position),
    knownAt: scope.knownAt,
    within: terms.within,
    counts: { in_time: count('in_time'), afterwards: count('afterwards'), absent: count('absent'), unlisted: count('unlisted') },
    rows: all,
  };
}

function judged(deal: ListedDeal, lead: string | null, endings: ReadonlyMap<string, Ending>, { within, zone }: Terms): ReconciledRow {
  const { line, reference, wonOn, amount, currency } = deal;
  const found = { line, reference, lead, listed: { wonOn, amount, currency } };
  const ending = lead === null ? undefined : endings.get(lead);
  if (ending?.outcome !== 'won') {
    const because = lead === null ? 'there is no such lead' : `the lead stands ${ending?.outcome ?? 'open'}`;
    return { ...found, verdict: 'absent', because, recorded: null, differs: [] };
  }
  const { recorded } = ending;
  const isInTime = localDate(recorded.recordedAt, zone) <= addDays(wonOn, within);
  const differs = [
    ...(recorded.wonOn !== null && recorded.wonOn !== wonOn ? ['wonOn'] : []),
    ...(amount !== null && (plain(recorded.amount) !== plain(amount) || recorded.currency !== currency) ? ['amount'] : []),
  ];
  return { ...found, verdict: isInTime ? 'in_time' : 'afterwards', because: null, recorded, differs };
}

/** A decimal without the zeros that say nothing. */
const plain = (amount: string | null): string | null =>
  amount === null
    ? null
    : amount
        .replace(/^(-?)0+(?=\d)/, '$1')
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '');

const asKnown = (scope: SharedScope, also: readonly 'lead_ending'[] = []): string =>
  `with ${sharedQueries(new Set(also), scope)
    .map(([name, text]) => `${name} as not materialized (${text})`)
    .join(',\n')}`;

async function listedLeads(store: FactStore, scope: SharedScope, list: readonly ListedDeal[]): Promise<ReadonlyMap<string, string>> {
  if (list.length === 0) return new Map();
  const references = [...new Set(list.map(({ reference }) => `(${duckdbDialect.text(reference)})`))].join(', ');
  const sql = readSql(import.meta.url, './listed-leads.sql').replace('{{references}}', () => `values ${references}`);
  const rows = await store.rows(`${asKnown(scope)}\n${sql}`);
  return new Map(rows.map((row) => [row['reference'] as string, row['lead'] as string]));
}

async function endingsOf(
  store: FactStore,
  scope: SharedScope,
  leads: ReadonlySet<string>,
  { from, to, zone }: Terms,
): Promise<ReadonlyMap<string, Ending>> {
  const named = leads.size === 0 ? 'null' : [...leads].map((lead) => duckdbDialect.text(lead)).join(', ');
  // A day more on both sides: which date an instant falls on is reckoned here.
  const sql = readSql(import.meta.url, './endings.sql')
    .replaceAll('{{leads}}', () => named)
    .replace('{{from}}', timestampSql(Date.parse(from) - DAY_MS))
    .replace('{{until}}', timestampSql(Date.parse(to) + 2 * DAY_MS));
  const rows = await store.rows(`${asKnown(scope, ['lead_ending'])}\n${sql}`);
  return new Map(rows.map((row) => [row['lead'] as string, endingOf(row, zone)]));
}

function endingOf(row: SqlRow, zone: string): Ending {
  const isKnown = row['time_precision'] !== 'unknown';
  const wonOn = !isKnown ? null : ((row['day'] as string | null) ?? localDate((row['start_at'] as Date).toISOString(), zone));
  return {
    lead: row['lead'] as string,
    outcome: row['outcome'] as string,
    recorded: {
      wonOn,
      amount: plain(row['amount'] as string | null),
      currency: row['currency'] as string | null,
      recordedAt: (row['known_at'] as Date).toISOString(),
      event: row['event'] as string,
    },
  };
}
