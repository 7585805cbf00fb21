import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { type CompiledExpression, type Currencies, type DocumentReader, type FactSchema, isExact } from '#libs/expressions';
import { type Buckets, type Dimension, type DurationUnit } from './definition.js';
import { dateDimensions } from './date-dimensions.js';
import { durationUnits, unitMs } from './duration-unit.js';

const MAX_BUCKETS = 100;

/** Names for expressions that a report may be split by; a mapping with `of` and `buckets` splits a number or a duration into ranges. */
export function parseDimensions(yaml: DocumentReader, node: Node | null, schema: FactSchema, currencies: Currencies): Dimension[] {
  return yaml.entries(node, 'dimensions').flatMap(({ name, key, value }): Dimension[] => {
    if (dateDimensions.includes(name)) yaml.add(key, 'NAME', `${name} is always the ${name} of the date basis; take another name`);
    if (isMap(value)) return bucketed(yaml, name, value, schema, currencies);
    const expression = yaml.expression(value, `Dimension ${name}`, schema);
    if (expression && !['string', 'bool', 'int', 'dyn'].includes(expression.type)) {
      const ranges = expression.type === 'duration' ? 'unit: days, buckets: [1, 7]' : isExact(expression.type) ? 'buckets: [0, 100]' : null;
      const hint = ranges ? `; split it into ranges: { of: ${expression.source}, ${ranges} }` : '';
      yaml.add(value, 'DIMENSION', `A dimension is a text, a whole number or true/false, this is a ${expression.type}${hint}`);
      return [];
    }
    return expression ? [{ name, expression, buckets: null }] : [];
  });
}

function bucketed(yaml: DocumentReader, name: string, node: Node, schema: FactSchema, currencies: Currencies): Dimension[] {
  const map = yaml.map(node)!;
  yaml.onlyKeys(map, ['of', 'buckets', 'unit'], `Dimension ${name}`);
  const ofNode = yaml.get(map, 'of');
  const expression = yaml.expression(ofNode, `Dimension ${name}, of`, schema);
  if (expression && !['int', 'decimal', 'money', 'duration'].includes(expression.type)) {
    yaml.add(ofNode, 'DIMENSION', `Buckets are over a whole number, a decimal, money or a duration, this is a ${expression.type}`);
    return [];
  }
  const currency = expression?.type === 'money' ? currencyOf(yaml, ofNode, expression, currencies) : undefined;
  if (currency === null) return [];
  const unitNode = yaml.get(map, 'unit');
  const isDuration = expression?.type === 'duration';
  const unit = isDuration ? yaml.choice(unitNode, 'unit', durationUnits, 'days') : null;
  if (expression && !isDuration && unitNode !== null) yaml.add(unitNode, 'DIMENSION', 'Only durations have a unit');
  const bounds = boundsOf(yaml, yaml.get(map, 'buckets') ?? node, name);
  if (!expression || !bounds) return [];
  const isWhole = expression.type === 'int';
  const spanned = (bound: number): string => (unit === null ? [bound, currency ?? []].flat().join(' ') : inUnit(bound, unit));
  return [{ name, expression, buckets: bucketsOf(bounds, { isWhole, spanned, scale: unit === null ? 1 : unitMs[unit] }) }];
}

/** Ranges of money are ranges in one currency. */
function currencyOf(yaml: DocumentReader, node: Node | null, amount: CompiledExpression, currencies: Currencies): string | null {
  const [path] = amount.references;
  const fact = [...path!.slice(0, -1), 'currency'].join('.');
  const currency = path!.join('.') === amount.source ? currencies.get(fact) : undefined;
  if (currency !== undefined) return currency;
  yaml.add(
    node,
    'DIMENSION',
    `Ranges of money are of an amount in one currency: add a term (\`${fact} == "EUR"\`), or let the definition convert it (\`convert\`)`,
  );
  return null;
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

interface BucketScale {
  /** True where there is nothing between a number and the next. */
  readonly isWhole: boolean;
  readonly spanned: (bound: number) => string;
  readonly scale: number;
}

function bucketsOf(bounds: readonly number[], { isWhole, spanned, scale }: BucketScale): Buckets {
  const labels = bounds.map((from, index) => {
    const to = bounds[index + 1];
    if (to === undefined) return `${spanned(from)} or more`;
    if (!isWhole) return `${from} to under ${spanned(to)}`;
    return to === from + 1 ? String(from) : `${from} to ${to - 1}`;
  });
  return { bounds: bounds.map((bound) => bound * scale), labels: [`under ${spanned(bounds[0]!)}`, ...labels] };
}

const inUnit = (bound: number, unit: DurationUnit): string => `${bound} ${bound === 1 ? unit.slice(0, -1) : unit}`;
