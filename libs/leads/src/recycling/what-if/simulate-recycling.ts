import { type EventMetadata, type SealedEvent, upcast } from '#libs/contracts';
import { documentViolations } from '#libs/expressions';
import { parsePolicy, type PolicyKind, readingFacts, readVocabularies } from '#libs/governance';
import { invalid, readSql } from '#libs/platform';
import { type Pool } from 'pg';
import { isLeadEvent, placedEvents, type PositionedLeadEvent } from '../../ownership/placed-events.js';
import { asOf } from '../../queries/as-of.js';
import { type RecyclingSpec } from '../recycling-spec.js';
import { type HoldingIf, recycledIf } from './recycled-if.js';

export interface RecyclingIf {
  readonly policy: string;
  readonly from: string;
  readonly to: string;
  readonly position: string;
  /** Holdings of people in the period that a rule takes. */
  readonly holdings: number;
  /** Would have left their owner. */
  readonly left: number;
  /** Of these: won by that owner afterwards. */
  readonly wonLater: number;
  /** Of these: the owner had not followed up until then. */
  readonly untouched: number;
  /** Of all these holdings: really recycled in the period. */
  readonly reallyRecycled: number;
  readonly byOwner: readonly {
    readonly owner: string;
    readonly holdings: number;
    readonly left: number;
    readonly wonLater: number;
    readonly untouched: number;
  }[];
}

interface Asked {
  readonly document: string;
  /** ISO 8601 instants, half-open. */
  readonly from: string;
  readonly to: string;
}

const PAGE = 500;

/**
 * What a recycling policy would have done with the holdings of a period, from the log alone; nothing is written. Errors: 422 with every problem of
 * the document, `PERIOD.EMPTY`.
 */
export async function simulateRecycling(
  pool: Pool,
  kind: PolicyKind<RecyclingSpec>,
  zone: string,
  asked: Asked,
  now: Date,
): Promise<RecyclingIf> {
  const { head, problems } = parsePolicy(asked.document, [kind as PolicyKind]);
  const [first, ...others] = documentViolations(problems);
  if (first) throw invalid(first, ...others);
  const [from, to] = [Date.parse(asked.from), Date.parse(asked.to)];
  if (!(from < to)) throw invalid({ code: 'PERIOD.EMPTY', message: 'from lies before to; name a period of the past', path: 'from' });
  const { head: position } = await asOf(pool, {}, now);
  const specs = new Map<string, RecyclingSpec>();
  const vocabularies = await readVocabularies(pool, { position });
  const rulesAt = (at: number): RecyclingSpec => {
    const codes = vocabularies.codes(vocabularies.inForceOrFirst(new Date(at).toISOString()));
    const known = specs.get(codes.key) ?? (parsePolicy(asked.document, [kind as PolicyKind], readingFacts(codes)).spec as RecyclingSpec);
    specs.set(codes.key, known);
    return known;
  };
  const totals = new Map<string, { holdings: number; left: number; wonLater: number; untouched: number; reallyRecycled: number }>();
  for await (const events of leadsOf(pool, position))
    for (const one of recycledIf(placedEvents(events), rulesAt, zone, from, to)) count(totals, one);
  const byOwner = [...totals].sort(([a], [b]) => (a < b ? -1 : 1));
  const sum = (of: 'holdings' | 'left' | 'wonLater' | 'untouched' | 'reallyRecycled'): number =>
    byOwner.reduce((all, [, one]) => all + one[of], 0);
  return {
    policy: head!.name,
    from: asked.from,
    to: asked.to,
    position: String(position),
    holdings: sum('holdings'),
    left: sum('left'),
    wonLater: sum('wonLater'),
    untouched: sum('untouched'),
    reallyRecycled: sum('reallyRecycled'),
    byOwner: byOwner.map(([owner, { holdings, left, wonLater, untouched }]) => ({ owner, holdings, left, wonLater, untouched })),
  };
}

function count(
  totals: Map<string, { holdings: number; left: number; wonLater: number; untouched: number; reallyRecycled: number }>,
  one: HoldingIf,
): void {
  const of = totals.get(one.owner) ?? { holdings: 0, left: 0, wonLater: 0, untouched: 0, reallyRecycled: 0 };
  of.holdings++;
  if (one.leftAt !== null) of.left++;
  if (one.wonLater) of.wonLater++;
  if (one.untouched) of.untouched++;
  if (one.reallyRecycled) of.reallyRecycled++;
  totals.set(one.owner, of);
}

/** The events of each lead, page by page. */
async function* leadsOf(pool: Pool, position: number): AsyncGenerator<PositionedLeadEvent[]> {
  for (let after = ''; ;) {
    const { rows } = await pool.query<{ position: string; event: SealedEvent }>({
      name: 'lead-pages',
      text: readSql(import.meta.url, './lead-pages.sql'),
      values: [after, PAGE, position],
    });
    let events: PositionedLeadEvent[] = [];
    for (const { position: at, event } of rows) {
      if (event.stream !== after && events.length > 0) {
        yield events;
        events = [];
      }
      after = event.stream;
      const metadata = event.metadata as EventMetadata;
      const { id, stream, revision } = event;
      const current = { ...upcast(event.type, event.data, metadata.schemaVersion), id, stream, revision, metadata, position: Number(at) };
      if (isLeadEvent(current)) events.push(current);
    }
    if (events.length > 0) yield events;
    if (rows.length === 0) return;
  }
}
