import { notFound, readSql } from '#libs/platform';
import { type Pool } from 'pg';
import { type AsOf, asOf, type ClockQuery, clockValues } from './as-of.js';
import { type OwnerAnswer, ownerAnswer, type OwnerRow } from './owner-answer.js';
import { type ContactLookup, resolveLeadRef } from './resolve-lead-ref.js';

export interface ReadContext {
  readonly pool: Pool;
  /** The instant that counts as now. */
  readonly now: Date;
  readonly contacts?: ContactLookup;
}

/**
 * Who held a lead at an instant, on two clocks. For a person with several leads: one answer a lead, each saying whether their owners differ.
 *
 * Errors: 404 `LEAD.NOT_FOUND`, `PERSON.NOT_FOUND`; `LEAD.NOT_KNOWN` where nothing of it was recorded by then, `LEAD.RETRACTED` where what
 * was recorded is void by then, `LEAD.NOT_CAPTURED` where it began later; 422 of `asOf`.
 */
export async function ownerAt(context: ReadContext, ref: string, query: ClockQuery = {}): Promise<OwnerAnswer | readonly OwnerAnswer[]> {
  const naming = resolveLeadRef(context.pool, ref, context.contacts, query);
  // Asked at the same time; what is wrong with the clocks is said first.
  naming.catch(() => undefined);
  const moment = await asOf(context.pool, query, context.now);
  const named = await naming;
  const { rows } = await context.pool.query<OwnerRow>({
    name: 'owner-at',
    text: readSql(import.meta.url, './owner-at.sql'),
    values: [named.leads.map((lead) => `lead-${lead}`), ...clockValues(moment)],
  });
  const [first, ...others] = rows.map((row) => ownerAnswer(row, moment));
  if (!first) throw await nobody(context.pool, ref, named.leads, moment);
  if (named.by === 'lead') return others.length === 0 ? first : [first, ...others];
  const collision = new Set([first, ...others].flatMap(({ owner }) => (owner === null ? [] : [owner]))).size > 1;
  const answers = [first, ...others].map((answer) => ({ ...answer, collision }));
  return answers.length === 1 ? answers[0]! : answers;
}

/** Why there is no answer, in words that say what to ask instead. */
export async function nobody(pool: Pool, ref: string, leads: readonly string[], moment: AsOf): Promise<Error> {
  const { rows } = await pool.query<{ begins: Date | null; known: boolean; recorded: boolean }>(
    `select min(nullif(lower(effective), '-infinity')) filter (where $3::timestamptz is null and positions @> $2::bigint or known @> $3::timestamptz) as begins,
            coalesce(bool_or($3::timestamptz is null and positions @> $2::bigint or known @> $3::timestamptz), false) as known,
            coalesce(bool_or($3::timestamptz is null and lower(positions) <= $2::bigint or lower(known) <= $3::timestamptz), false) as recorded
       from read.ownership_period where stream = any ($1)`,
    [leads.map((lead) => `lead-${lead}`), ...clockValues(moment).slice(1)],
  );
  const { begins, known, recorded } = rows[0]!;
  if (known)
    return notFound(
      'LEAD.NOT_CAPTURED',
      `“${ref}” was not captured at ${moment.at}: it begins at ${begins?.toISOString() ?? 'a later time'}`,
    );
  if (recorded)
    return notFound('LEAD.RETRACTED', `“${ref}” was brought in by an import that was undone: ask as known at an earlier time or position`);
  const when = moment.knownAt ?? `position ${moment.position ?? moment.head}`;
  return notFound('LEAD.NOT_KNOWN', `Nothing of “${ref}” was known at ${when}: ask as known at a later time or position`);
}
