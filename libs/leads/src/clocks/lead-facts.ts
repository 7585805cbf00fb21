import { type FactRow, type FactSchema } from '#libs/expressions';
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

/** A lead as its conditions see it now. */
export function leadFacts(state: LeadState): FactRow {
  const holding = holderAt(state, Infinity);
  const facts: Record<string, unknown> = {
    stage: state.stage?.stage ?? null,
    owner: holding?.to.kind === 'person' ? holding.to.id : null,
    team: holding?.team ?? null,
  };
  let inquiries = 0;
  const attributes: Record<string, unknown> = {};
  const set = (values: Readonly<Record<string, unknown>>): void => {
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
