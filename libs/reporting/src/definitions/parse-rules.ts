import { isMap, isScalar, type Node } from 'yaml';
import { compileCel, type DocumentReader, durationMs, type FactDeclaration, type FactSchema } from '#libs/expressions';
import { entities, relatable } from '../entities/entities.js';
import { type Entity } from '../entities/entity.js';
import { relatedSchemaOf, schemaOf } from '../entities/schema-of.js';
import { type DistinctRule, type Related } from './definition.js';

/** On record, a rule without facts is taken as it stands. */
export function parseDistinct(
  yaml: DocumentReader,
  node: Node | null,
  { schema, isOnRecord }: { readonly schema: FactSchema; readonly isOnRecord: boolean },
): DistinctRule | null {
  if (node === null) return null;
  const map = yaml.map(node);
  if (!map) {
    yaml.add(node, 'SHAPE', 'distinct is a mapping: `per: [person]`, and where wanted `window: { days: 30, since: counted }`');
    return null;
  }
  yaml.onlyKeys(map, ['name', 'per', 'window'], 'distinct');
  const per: (readonly string[])[] = [];
  const perNode = yaml.get(map, 'per');
  const facts = yaml.texts(perNode, 'distinct.per');
  for (const { value, node: place } of facts) {
    const compiled = compileCel(value, schema);
    for (const problem of compiled.problems) yaml.addExpression(place, problem);
    const [path] = compiled.references;
    if (compiled.problems.length === 0 && path && compiled.type === 'string' && path.join('.') === value) per.push(path);
    else if (compiled.problems.length === 0)
      yaml.add(place, 'DISTINCT', `distinct.per names text facts, such as person or channel; ${value} is none`);
  }
  if (perNode === null) yaml.add(node, 'MISSING', 'distinct.per is missing: the facts that make two rows the same');
  else if (facts.length === 0 && !isOnRecord)
    yaml.add(perNode, 'DISTINCT', 'distinct.per names no fact: write those that make two rows the same, such as `[person]`');
  const windowNode = yaml.get(map, 'window');
  const window = windowNode === null ? null : windowOf(yaml, windowNode);
  const keys = per.map((path) => path.join('.')).join(' and ');
  const since = window?.since === 'counted' ? 'the last counted' : 'the last one';
  const name =
    yaml.text(yaml.get(map, 'name'), 'distinct.name') ??
    (window ? `once per ${keys} in ${window.days} days since ${since}` : `once per ${keys}`);
  return { name, per, window };
}

function windowOf(yaml: DocumentReader, node: Node): DistinctRule['window'] {
  const map = yaml.map(node);
  if (!map) {
    yaml.add(node, 'SHAPE', 'window is a mapping: `{ days: 30, since: counted }`');
    return null;
  }
  yaml.onlyKeys(map, ['days', 'since'], 'window');
  const days = yaml.integer(yaml.get(map, 'days'), 'window.days', 1, 36_500);
  const since = yaml.choice(
    yaml.get(map, 'since'),
    'window.since (since the last that counted, or since any)',
    ['counted', 'any'] as const,
    null,
  );
  return days === null || since === null ? null : { days, since };
}

/** Reads `related` and adds what each offers to the schema, so that terms and measures can use it. */
export function parseRelated(yaml: DocumentReader, node: Node | null, of: Entity, schema: Record<string, FactDeclaration>): Related[] {
  if (node !== null && of.hasNoLead) {
    yaml.add(node, 'RELATED', `A row of ${of.name} belongs to no lead: nothing is related to it`);
    return [];
  }
  const found: Related[] = [];
  const own = { ...schema };
  for (const { name, key, value } of yaml.entries(node, 'related')) {
    if (!isMap(value)) {
      yaml.add(value ?? key, 'SHAPE', `related.${name} is a mapping with entity, where, pick and within`);
      continue;
    }
    if (name in schema || !/^[a-z][a-z0-9_]*$/.test(name))
      yaml.add(key, 'NAME', `related needs a name of lower-case letters that no fact has; ${name} is taken`);
    yaml.onlyKeys(value, ['entity', 'date', 'when', 'where', 'pick', 'within'], `related.${name}`);
    const entityName = yaml.choice(yaml.get(value, 'entity'), 'entity', relatable, null);
    if (entityName === null) continue;
    const entity = entities[entityName];
    const inner = { ...schemaOf(entity), this: { fields: own } };
    const whereNode = yaml.get(value, 'where');
    const where = whereNode ? yaml.expression(whereNode, `related.${name}.where`, inner, 'bool') : null;
    const times = Object.keys(entity.times);
    const date = yaml.choice(yaml.get(value, 'date'), `related.${name}.date`, times, times[0]!)!;
    const when = yaml.choice(yaml.get(value, 'when'), 'when', ['after', 'before', 'ever'] as const, 'after')!;
    const withinNode = yaml.get(value, 'within');
    if (when === 'ever' && withinNode !== null)
      yaml.add(withinNode, 'SHAPE', 'within is how far from the row: say `when: after` or `when: before` with it');
    found.push({ name, entity, date, when, pick: pickOf(yaml, yaml.get(value, 'pick')), where, withinMs: withinOf(yaml, withinNode) });
    schema[name] = { fields: relatedSchemaOf(entity) };
  }
  return found;
}

const MAX_PICK = 1_000;

function pickOf(yaml: DocumentReader, node: Node | null): Related['pick'] {
  if (isScalar(node) && typeof node.value === 'number') return yaml.integer(node, 'pick (first, last or which one)', 1, MAX_PICK) ?? 1;
  return yaml.choice(node, 'pick', ['first', 'last'] as const, 'first')!;
}

function withinOf(yaml: DocumentReader, node: Node | null): number | null {
  const text = yaml.text(node, 'within');
  if (text === null) return null;
  const days = /^(\d{1,5})d$/.exec(text);
  const ms = days ? Number(days[1]) * 86_400_000 : durationMs(text);
  if (ms === null || ms < 0) yaml.add(node, 'SHAPE', 'within is a duration such as 7d, 24h or 30m');
  return ms;
}
