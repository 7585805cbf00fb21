import { notFound, readSql } from '#libs/platform';
import { type Pool } from 'pg';
import { type ClockQuery, unknownLead } from './as-of.js';

/** Whom a contact point belongs to; the identity registry answers. */
export interface ContactLookup {
  /** Ids of people. The text is normalised by the one who answers; text that is no such contact point belongs to nobody. */
  personsWith(kind: 'phone' | 'email', text: string): Promise<readonly string[]>;
}

/** The leads a reference names. `person`: it named a person, who may have several. */
export interface NamedLeads {
  readonly by: 'lead' | 'person';
  /** Ids; at least one. */
  readonly leads: readonly string[];
}

const PERSON = /^(person|phone|email):(.+)$/s;

/** Whether a reference names a person, not a lead. */
export const namesPerson = (ref: string): boolean => PERSON.test(ref);

/**
 * `0190…` or `source:external-id` names a lead; `person:…`, `phone:…`, `email:…` all leads of a person and of everyone who was taken for one
 * with it: both as known at the time or position that is asked for. Whoever asks checks the clocks.
 *
 * Errors: 404 `LEAD.NOT_FOUND`, `PERSON.NOT_FOUND`.
 */
export async function resolveLeadRef(
  pool: Pool,
  ref: string,
  contacts?: ContactLookup,
  { knownAt, position }: Pick<ClockQuery, 'knownAt' | 'position'> = {},
): Promise<NamedLeads> {
  const [, kind, value] = PERSON.exec(ref) ?? [];
  if (kind === undefined || value === undefined) {
    const { rows } = await pool.query<{ lead: string }>({
      name: 'resolve-lead-ref',
      text: readSql(import.meta.url, './resolve-lead-ref.sql'),
      values: [ref, knownAt ?? null, position ?? null],
    });
    if (rows.length === 0) throw unknownLead(ref);
    return { by: 'lead', leads: rows.map(({ lead }) => lead) };
  }
  const persons = kind === 'person' ? [value] : ((await contacts?.personsWith(kind as 'phone' | 'email', value)) ?? []);
  const { rows } = await pool.query<{ lead: string }>(readSql(import.meta.url, '../person/leads-of-people.sql'), [
    persons,
    knownAt ?? null,
    position ?? null,
  ]);
  if (rows.length === 0) throw notFound('PERSON.NOT_FOUND', `Nobody known by this ${kind === 'person' ? 'id' : kind} has a lead`);
  return { by: 'person', leads: rows.map(({ lead }) => lead) };
}
