import { isMap, type Node } from 'yaml';
import { type DocumentReader, type FactDeclaration, nearestName } from '#libs/expressions';
import { type Entity } from '../entities/entity.js';
import { type DurationClause, type Moment, type Related } from './definition.js';

/** Reads `durations` and adds each to the schema, so that terms, measures and dimensions can use it. */
export function parseDurations(
  yaml: DocumentReader,
  node: Node | null,
  of: { readonly entity: Entity; readonly related: readonly Related[]; readonly schema: Record<string, FactDeclaration> },
): DurationClause[] {
  return yaml.entries(node, 'durations').flatMap(({ name, key, value }) => {
    if (!isMap(value)) {
      yaml.add(value ?? key, 'SHAPE', `durations.${name} is a mapping with from, to and, for working time, calendar`);
      return [];
    }
    if (name in of.schema || !/^[a-z][a-z0-9_]*$/.test(name))
      yaml.add(key, 'NAME', `durations needs a name of lower-case letters that no fact has; ${name} is taken`);
    yaml.onlyKeys(value, ['from', 'to', 'calendar'], `durations.${name}`);
    const from = momentOf(yaml, yaml.get(value, 'from'), `durations.${name}.from`, of);
    const to = momentOf(yaml, yaml.get(value, 'to'), `durations.${name}.to`, of);
    const calendar = yaml.text(yaml.get(value, 'calendar'), 'calendar (the id of a published calendar)');
    of.schema[name] = 'duration';
    return from && to ? [{ name, from, to, calendar }] : [];
  });
}

/** `captured`: a time of the row; `touch`: the date of the picked row of a relation; `visit.left`: another time of it. */
function momentOf(
  yaml: DocumentReader,
  node: Node | null,
  what: string,
  { entity, related }: { readonly entity: Entity; readonly related: readonly Related[] },
): Moment | null {
  const text = yaml.text(node, `${what} (a time of ${entity.name}, or the name of a relation)`, true);
  if (text === null) return null;
  const [head = '', ...rest] = text.split('.');
  if (rest.length === 0 && head in entity.times) return { related: null, time: head };
  const relation = related.find((each) => each.name === head);
  if (relation && rest.length === 0) return { related: head, time: relation.date };
  if (relation && rest.length === 1 && rest[0]! in relation.entity.times) return { related: head, time: rest[0]! };
  const known = [
    ...Object.keys(entity.times),
    ...related.flatMap((each) => [each.name, ...Object.keys(each.entity.times).map((time) => `${each.name}.${time}`)]),
  ];
  const nearest = nearestName(text, known);
  yaml.add(
    node,
    'UNKNOWN_VALUE',
    `${what} ${text} is no time that is known here${nearest ? `; did you mean ${nearest}?` : `; known: ${known.join(', ')}`}`,
    nearest,
  );
  return null;
}
