import { type Attributes, type ValueRead } from '#libs/contracts';
import { type FactCodes, type FactSchema } from '#libs/expressions';
import { valuesRead } from '#libs/governance';
import { holderAt, type LeadState } from '../lead-state.js';

/** What conditions of recycling and SLA policies know of a lead. Nothing in it changes by time alone. */
export const leadFactSchema: FactSchema = {
  source: 'string',
  channel: 'string',
  medium: 'string',
  campaign: 'string',
  stage: 'string',
  owner: 'string',
  team: 'string',
  inquiries: 'int',
  attributes: { fields: {}, open: 'dyn' },
};

type LeadFacts = Readonly<Record<string, unknown>> & { readonly attributes: Attributes };

/** A lead as it was recorded up to now. Conditions read it by the vocabularies of their policy. */
export function leadFacts(state: LeadState): LeadFacts {
  const holding = holderAt(state, Infinity);
  const facts: Record<string, unknown> = {
    stage: state.stage?.stage ?? null,
    owner: holding?.to.kind === 'person' ? holding.to.id : null,
    team: holding?.team ?? null,
  };
  let inquiries = 0;
  const attributes: Record<string, Attributes[string]> = {};
  const set = (values: Readonly<Attributes>): void => {
    // Newest first: what is there already came later.
    for (const [name, value] of Object.entries(values)) if (!(name in attributes)) attributes[name] = value;
  };
  for (let past = state.past; past; past = past.before) {
    const { event } = past;
    if (event.type === 'lead.attributes-changed') set(event.data.attributes);
    if (event.type === 'lead.captured' || event.type === 'lead.inquiry-received') {
      inquiries++;
      set(event.data.inquiry.attributes);
    }
    if (event.type === 'lead.captured') {
      const { source, channel, medium, campaign } = event.data.inquiry;
      Object.assign(facts, { source, channel, medium, campaign });
    }
  }
  return { ...facts, inquiries, attributes };
}

/** For the record of what conditions decided: what they read otherwise than it was recorded. Nothing where no fact has a vocabulary. */
export function readAs(codes: FactCodes, facts: LeadFacts): { readonly read?: ValueRead[] } {
  const read = valuesRead(codes, facts);
  return read.length === 0 ? {} : { read };
}
