import { duckdbDialect } from '#libs/expressions';
import { notFound } from '#libs/platform';
import { type FactStore } from '../facts/fact-store.js';

export interface FoundLead {
  readonly lead: string;
  readonly externalId: string | null;
}

/** The lead of an id, or of the `source:external-id` of one of its inquiries. Throws 404 `LEAD.NOT_FOUND`. */
export async function findLead(store: FactStore, reference: string): Promise<FoundLead> {
  const text = duckdbDialect.text(reference);
  const [found] = await store.rows(
    `select subject, external_source || ':' || external_id as external_id from facts
    where type in ('lead.captured', 'lead.inquiry-received') and (external_source || ':' || external_id = ${text} or (type = 'lead.captured' and subject = ${text}))
    order by position limit 1`,
  );
  if (!found) throw notFound('LEAD.NOT_FOUND', `There is no lead ${reference}: name it by its id or by source:external-id`);
  return { lead: found['subject'] as string, externalId: found['external_id'] as string | null };
}
