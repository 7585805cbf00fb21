import { type FactDeclaration, type FactSchema } from '#libs/expressions';
import { type Entity, type Fact } from './entity.js';
import { hasLeadRecord } from './entities.js';
import { leadFacts, leadRecords } from './lead-context.js';

const declared = (facts: Readonly<Record<string, Fact>>): Record<string, FactDeclaration> =>
  Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, fact.type === 'record' ? { fields: {}, open: 'dyn' } : fact.type]));

const leadSchema = (): Record<string, FactDeclaration> => ({
  ...declared(leadFacts),
  ...Object.fromEntries(Object.entries(leadRecords).map(([name, facts]) => [name, { fields: declared(facts) }])),
});

/** What an expression over an entity may look at: its facts, times and durations; its lead; the credited rep's name, attributes and teams. */
export function schemaOf(entity: Entity): Record<string, FactDeclaration> {
  const schema: Record<string, FactDeclaration> = declared(entity.facts);
  for (const name of Object.keys(entity.times)) schema[name] = 'timestamp';
  for (const name of Object.keys(entity.durations)) schema[name] = 'duration';
  if (hasLeadRecord(entity)) schema['lead'] = { fields: leadSchema() };
  else if (!entity.hasNoLead) for (const name of Object.keys(leadRecords)) schema[name] = leadSchema()[name]!;
  schema['rep'] = { fields: { name: 'string' }, open: 'dyn' };
  schema['rep_teams'] = 'string';
  return schema;
}

/** What `<related>.` offers: whether there is one, how many, how long after the row, and the facts of the one picked. */
export const relatedSchemaOf = (entity: Entity): FactSchema => {
  const own = Object.entries(schemaOf(entity)).filter(([, declaration]) => typeof declaration === 'string');
  return { ...Object.fromEntries(own), found: 'bool', count: 'int', delay: 'duration' };
};
