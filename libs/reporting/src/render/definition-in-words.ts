import { type Definition, type Measure } from '../definitions/definition.js';

/** What a definition says, as headings and sentences, with conditions in the words of the document. */
export function definitionInWords(definition: Definition): readonly (readonly [heading: string, sentences: readonly string[]])[] {
  const { entity, date, terms, related, distinct, measures } = definition;
  const sections: [string, readonly string[]][] = [
    ['Counted', [`${entity.name.replaceAll('_', ' ')}: ${entity.describe}`]],
    ['Dated by', [`${date}: ${entity.times[date]?.describe ?? ''}`]],
  ];
  if (terms.length > 0)
    sections.push(['Only where all of these hold', terms.map(({ name, expression }) => `${name}: ${expression.source}`)]);
  if (related.length > 0)
    sections.push([
      'Looked up beside each',
      related.map(({ name, entity: other, pick, where, withinMs }) =>
        [
          `${name}: the ${pick} ${other.name.replaceAll('_', ' ')} not before it`,
          withinMs === null ? '' : ` and within ${spanInWords(withinMs)}`,
          where === null ? '' : `, where ${where.source}`,
        ].join(''),
      ),
    ]);
  if (distinct) sections.push(['Counted once', [distinctInWords(distinct)]]);
  sections.push([
    'Computed',
    measures.map(({ name, measure }) => (measures.length === 1 ? measureInWords(measure) : `${name}: ${measureInWords(measure)}`)),
  ]);
  return sections;
}

function distinctInWords({ name, per, window }: NonNullable<Definition['distinct']>): string {
  const keys = per.map((path) => path.join('.')).join(' and ');
  if (!window) return `${name}: the first ever of the same ${keys}`;
  return `${name}: one of the same ${keys}, again after ${window.days} days since the last ${window.since === 'counted' ? 'that counted' : 'at all'}`;
}

function measureInWords(measure: Measure): string {
  switch (measure.kind) {
    case 'count':
      return 'the number of rows';
    case 'ratio':
      return `rows where ${measure.of.source}, of ${measure.to ? `rows where ${measure.to.source}` : 'all rows'}`;
    case 'sum':
    case 'mean':
      return `the ${measure.kind} of ${measure.value.source}${inUnit(measure.unit)}`;
    case 'percentile':
      return `${measure.p === 5_000 ? 'the median' : `percentile ${measure.p / 100}`} (${measure.method.replaceAll('_', ' ')}) of ${measure.value.source}${inUnit(measure.unit)}`;
  }
}

const inUnit = (unit: string | null): string => (unit === null ? '' : `, in ${unit.replaceAll('_', ' ')}`);

function spanInWords(ms: number): string {
  const sizes = [
    [86_400_000, 'days'],
    [3_600_000, 'hours'],
    [60_000, 'minutes'],
    [1_000, 'seconds'],
  ] as const;
  const [size, unit] = sizes.find(([each]) => ms % each === 0) ?? [1, 'milliseconds'];
  return `${ms / size} ${unit}`;
}
