import { type EventData } from '#libs/contracts';
import { readSql } from '#libs/platform';
import { asOf, type ClockQuery, clockValues } from '../../queries/as-of.js';
import { type ReadContext } from '../../queries/owner-at.js';

type Breached = EventData<'lead.sla-breached'>;

/** A service time that nobody kept: who had the lead when it was due, who before, when the clock stood still, and who answered in the end. */
export interface SlaBreach {
  readonly lead: string;
  readonly externalId: string | null;
  readonly slaId: string;
  readonly clock: string;
  /** `response-times@2`. */
  readonly policy: string | null;
  readonly dueAt: string;
  readonly recordedAt: string;
  readonly position: string;
  /** At the due time, on record since the breach was noticed. */
  readonly holder: Breached['holder'];
  readonly owner: string | null;
  readonly ownerName: string | null;
  readonly team: string | null;
  /** At the due time by all that is known: differs where ownership was corrected afterwards. */
  readonly ownerAsKnown: string | null;
  readonly earlier: Breached['earlier'];
  readonly pauses: Breached['pauses'];
  readonly answeredAt: string | null;
  readonly answeredBy: string | null;
}

export interface BreachQuery {
  /** Due from then on (ISO instant) … */
  readonly from: string;
  /** … and before then. */
  readonly to: string;
  readonly lead?: string;
  /** On record or by what is known. */
  readonly owner?: string;
  readonly team?: string;
}

/** Breaches in the order of their due times. Errors: those of `asOf`. */
export async function slaBreaches(
  { pool, now }: Pick<ReadContext, 'pool' | 'now'>,
  { from, to, lead, owner, team }: BreachQuery,
  clocks: ClockQuery = {},
): Promise<SlaBreach[]> {
  const [, position, knownAt] = clockValues(await asOf(pool, clocks, now));
  const [first, last] = [from, to].map((text) => new Date(text).toISOString());
  const { rows } = await pool.query<Omit<SlaBreach, 'recordedAt'> & { recordedAt: Date }>(readSql(import.meta.url, './sla-breaches.sql'), [
    position,
    knownAt,
    first,
    last,
    lead ?? null,
    owner ?? null,
    team ?? null,
  ]);
  return rows.map((row) => ({ ...row, recordedAt: row.recordedAt.toISOString() }));
}
