import { isMap, isScalar, type Node } from 'yaml';
import { type DocumentReader, type FactSchema } from '#libs/expressions';
import { durationUnits } from './duration-unit.js';
import { type PercentileMethod, type RowMeasure } from './definition.js';

const methods: readonly PercentileMethod[] = ['linear', 'nearest_rank'];
const kinds = ['count', 'different', 'ratio', 'sum', 'mean', 'median', 'percentile'];

/** `count`, or a mapping with one of count, different, ratio, sum, mean, median, percentile. */
export function parseMeasure(yaml: DocumentReader, node: Node | null, schema: FactSchema): RowMeasure | null {
  if (isScalar(node)) return yaml.choice(node, 'The measure', ['count'], null) === null ? null : { kind: 'count', of: null };
  if (!isMap(node)) {
    yaml.add(node, 'MISSING', 'measure is missing: `count`, or one of different, ratio, sum, mean, median, percentile');
    return null;
  }
  yaml.onlyKeys(node, [...kinds, 'unit', 'method', 'of', 'where'], 'A measure');
  const present = kinds.filter((kind) => yaml.get(node, kind) !== null);
  const kind = present[0];
  if (kind === undefined || present.length > 1) {
    yaml.add(node, 'MEASURE', `A measure is exactly one of ${kinds.join(', ')}`);
    return null;
  }
  const inner = yaml.get(node, kind)!;
  const whereNode = yaml.get(node, 'where');
  if (whereNode && (kind === 'count' || kind === 'ratio'))
    yaml.add(whereNode, 'MEASURE', `${kind} says itself which rows: write it into ${kind === 'count' ? '`count`' : '`of` and `to`'}`);
  if (kind === 'count') {
    const of = yaml.expression(inner, 'What is counted', schema, 'bool');
    return of && { kind: 'count', of };
  }
  if (kind === 'ratio') return parseRatio(yaml, inner, schema);
  const valueNode = kind === 'percentile' ? yaml.get(node, 'of') : inner;
  const value = yaml.expression(valueNode, `What ${kind} is taken of`, schema);
  if (kind === 'different' && value && value.type !== 'string') {
    yaml.add(valueNode, 'MEASURE', `different counts the values of a text, this is a ${value.type}`);
    return null;
  }
  if (kind !== 'different' && value && !['int', 'decimal', 'money', 'duration'].includes(value.type)) {
    yaml.add(
      valueNode,
      'MEASURE',
      `${kind} needs a whole number, money or a duration, this is a ${value.type}: other numbers are not exact`,
    );
    return null;
  }
  const unit = value?.type === 'duration' ? yaml.choice(yaml.get(node, 'unit'), 'unit', durationUnits, 'days') : null;
  if (value && value.type !== 'duration' && yaml.get(node, 'unit') !== null)
    yaml.add(yaml.get(node, 'unit'), 'MEASURE', 'Only durations have a unit');
  const method = yaml.choice(yaml.get(node, 'method'), 'method', methods, 'linear')!;
  const p = kind === 'median' ? 5_000 : kind === 'percentile' ? hundredths(yaml, inner) : null;
  const where = whereNode ? yaml.expression(whereNode, `The rows of which ${kind} is taken`, schema, 'bool') : null;
  if (!value || (whereNode && !where)) return null;
  if (kind === 'sum' || kind === 'mean' || kind === 'different') return { kind, value, unit, where };
  return p === null ? null : { kind: 'percentile', value, unit, where, p, method };
}

function hundredths(yaml: DocumentReader, node: Node): number | null {
  const p = isScalar(node) && typeof node.value === 'number' ? Math.round(node.value * 100) : NaN;
  if (p >= 0 && p <= 10_000 && isScalar(node) && Math.abs(p / 100 - (node.value as number)) < 1e-9) return p;
  yaml.add(node, 'MEASURE', 'percentile is a number from 0 to 100 with at most two decimals, `of` says what it is taken of');
  return null;
}

function parseRatio(yaml: DocumentReader, node: Node, schema: FactSchema): RowMeasure | null {
  if (!isMap(node)) {
    yaml.add(
      node,
      'MEASURE',
      'ratio is a mapping: `of` (what is counted above the line) and `to` (below it; every row where it is left out)',
    );
    return null;
  }
  yaml.onlyKeys(node, ['of', 'to'], 'ratio');
  const of = yaml.expression(yaml.get(node, 'of'), 'ratio.of', schema, 'bool');
  const toNode = yaml.get(node, 'to');
  const to = toNode ? yaml.expression(toNode, 'ratio.to', schema, 'bool') : null;
  return of && (to || !toNode) ? { kind: 'ratio', of, to } : null;
}
