import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { type DocumentReader, type FactSchema } from '#libs/expressions';
import { type Buckets, type Dimension, type DurationUnit } from './definition.js';
import { dateDimensions } from './date-dimensions.js';
import { durationUnits, unitMs } from './duration-unit.js';

const MAX_BUCKETS = 100;

/** Names for expressions that a report may be split by; a mapping with `of` and `buckets` splits a number or a duration into ranges. */
export function parseDimensions(yaml: DocumentReader, node: Node | null, schema: FactSchema): Dimension[] {
  return yaml.entries(node, 'dimensions').flatMap(({ name, key, value }): Dimension[] => {
    if (dateDimensions.includes(name)) yaml.add(key, 'NAME', `${name} is always the ${name} of the date basis; take another name`);
    if (isMap(value)) return bucketed(yaml, name, value, schema);
    const expression = yaml.expression(value, `Dimension ${name}`, schema);
    if (expression && !['string', 'bool', 'int', 'dyn'].includes(expression.type)) {
      const hint =
        expression.type === 'duration' ? `; split it into ranges: { of: ${expression.source}, unit: days, buckets: [1, 7] }` : '';
      yaml.add(value, 'DIMENSION', `A dimension is a text, a whole number or true/false, this is a ${expression.type}${hint}`);
      return [];
    }
    return expression ? [{ name, expression, buckets: null }] : [];
  });
}

function bucketed(yaml: DocumentReader, name: string, node: Node, schema: FactSchema): Dimension[] {
  const map = yaml.map(node)!;
  yaml.onlyKeys(map, ['of', 'buckets', 'unit'], `Dimension ${name}`);
  const ofNode = yaml.get(map, 'of');
  const expression = yaml.expression(ofNode, `Dimension ${name}, of`, schema);
  if (expression && expression.type !== 'int' && expression.type !== 'duration') {
    yaml.add(ofNode, 'DIMENSION', `Buckets are over a whole number or a duration, this is a ${expression.type}`);
    return [];
  }
  const unitNode = yaml.get(map, 'unit');
  const isDuration = expression?.type === 'duration';
  const unit = isDuration ? yaml.choice(unitNode, 'unit', durationUnits, 'days') : null;
  if (expression && !isDuration && unitNode !== null) yaml.add(unitNode, 'DIMENSION', 'Only durations have a unit');
  const bounds = boundsOf(yaml, yaml.get(map, 'buckets') ?? node, name);
  return expression && bounds ? [{ name, expression, buckets: bucketsOf(bounds, unit) }] : [];
}

function boundsOf(yaml: DocumentReader, node: Node, name: string): number[] | null {
  const bounds = isSeq(node) ? node.items.map((item) => (isScalar(item) ? item.value : null)) : [];
  const areNumbers = bounds.every((bound): bound is number => typeof bound === 'number' && Number.isSafeInteger(bound));
  if (areNumbers && bounds.length > 0 && bounds.length <= MAX_BUCKETS && bounds.every((bound, at) => at === 0 || bound > bounds[at - 1]!))
    return bounds;
  yaml.add(
    node,
    'BUCKETS',
    `Dimension ${name} needs \`buckets\`: a list of at most ${MAX_BUCKETS} ascending whole numbers, each where a range begins: [0, 1, 3, 7]`,
  );
  return null;
}

function bucketsOf(bounds: readonly number[], unit: DurationUnit | null): Buckets {
  const labels = bounds.map((from, index) => {
    const to = bounds[index + 1];
    if (unit !== null) return to === undefined ? `${spanned(from, unit)} or more` : `${from} to under ${spanned(to, unit)}`;
    if (to === undefined) return `${from} or more`;
    return to === from + 1 ? String(from) : `${from} to ${to - 1}`;
  });
  const under = `under ${unit === null ? bounds[0]! : spanned(bounds[0]!, unit)}`;
  return { bounds: bounds.map((bound) => bound * (unit === null ? 1 : unitMs[unit])), labels: [under, ...labels] };
}

const spanned = (bound: number, unit: DurationUnit): string => `${bound} ${bound === 1 ? unit.slice(0, -1) : unit}`;
