import { notFound, readSql } from '#libs/platform';
import { type Pool } from 'pg';
import { type AsOf, asOf, type ClockQuery, clockValues, momentAt } from './as-of.js';
import { type OwnerAnswer, ownerAnswer, type OwnerRow } from './owner-answer.js';
import { type ContactLookup, namesPerson, resolveLeadRef } from './resolve-lead-ref.js';

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
  const isLead = !namesPerson(ref);
  const { moment, rows } = isLead ? await holdersOfLead(context, ref, query) : await holdersOfPerson(context, ref, query);
  const [first, ...others] = rows.map((row) => ownerAnswer(row, moment));
  if (!first) throw await nobody(context.pool, ref, await leadsOf(context, ref, query), moment);
  if (isLead) return others.length === 0 ? first : [first, ...others];
  const collision = new Set([first, ...others].flatMap(({ owner }) => (owner === null ? [] : [owner]))).size > 1;
  const answers = [first, ...others].map((answer) => ({ ...answer, collision }));
  return answers.length === 1 ? answers[0]! : answers;
}

interface Holders {
  readonly moment: AsOf;
  readonly rows: readonly OwnerRow[];
}

const holdersOf = readSql(import.meta.url, './owner-at.sql');
const OF_LEAD = { name: 'holder-of-lead', text: readSql(import.meta.url, './named-lead.sql') + holdersOf };
const OF_LEADS = { name: 'holders-of-leads', text: readSql(import.meta.url, './named-leads.sql') + holdersOf };

/** One statement: name, end of the log and holder are looked up together. */
const holdersOfLead = (context: ReadContext, ref: string, query: ClockQuery): Promise<Holders> => holders(context, query, OF_LEAD, ref);

async function holdersOfPerson(context: ReadContext, ref: string, query: ClockQuery): Promise<Holders> {
  await checkedClocks(context, query);
  const leads = await leadsOf(context, ref, query);
  const streams = leads.map((lead) => `lead-${lead}`);
  return await holders(context, query, OF_LEADS, streams);
}

const leadsOf = async ({ pool, contacts }: ReadContext, ref: string, query: ClockQuery): Promise<readonly string[]> =>
  (await resolveLeadRef(pool, ref, contacts, query)).leads;

async function holders(
  context: ReadContext,
  query: ClockQuery,
  statement: typeof OF_LEAD,
  named: string | readonly string[],
): Promise<Holders> {
  const { rows } = await context.pool.query<
    OwnerRow & { head: string | null; standing: boolean; holder_kind: OwnerRow['holder_kind'] | null }
  >({
    ...statement,
    values: [named, ...clockValues(await checkedClocks(context, query))],
  });
  const moment = momentAt(query, context.now, Number(rows[0]?.head ?? 0));
  // Of leads of one name that were both known then, one that was retracted since gives way to the one that was not.
  const held = rows.filter(({ holder_kind }) => holder_kind !== null);
  return { moment, rows: held.some(({ standing }) => standing) ? held.filter(({ standing }) => standing) : held };
}

/** The clocks of a question, before it is known where the log ends: whether a position lies beyond it is seen with the answer. */
async function checkedClocks({ pool, now }: ReadContext, query: ClockQuery): Promise<AsOf> {
  try {
    return momentAt(query, now, Infinity);
  } catch {
    // What is wrong is said all at once, the end of the log included.
    return await asOf(pool, query, now);
  }
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
