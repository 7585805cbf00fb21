import { formulaText } from '#libs/expressions';
import { type Cohort } from '../definitions/cohort.js';
import { type CreditRule, type Definition, type Measure, type Moment, type Related } from '../definitions/definition.js';
import { unitInWords } from '../definitions/measure-unit.js';

/** What a definition says, as headings and sentences, with conditions in the words of the document. */
export function definitionInWords(definition: Definition): readonly (readonly [heading: string, sentences: readonly string[]])[] {
  const { entity, date, terms, related, durations, credit, convert, distinct, cohort, measures } = definition;
  const sections: [string, readonly string[]][] = [
    ['Counted', [`${entity.name.replaceAll('_', ' ')}: ${entity.describe}`]],
    ['Dated by', [`${date}: ${entity.times[date]?.describe ?? ''}`]],
  ];
  if (terms.length > 0)
    sections.push(['Only where all of these hold', terms.map(({ name, expression }) => `${name}: ${expression.source}`)]);
  if (related.length > 0)
    sections.push([
      'Looked up beside each',
      related.map(({ name, entity: other, when, pick, where, withinMs }) =>
        [
          `${name}: the ${typeof pick === 'number' ? `${pick}.` : pick} ${other.name.replaceAll('_', ' ')} ${whenInWords[when]}`,
          withinMs === null ? '' : ` and within ${spanInWords(withinMs)}`,
          where === null ? '' : `, where ${where.source}`,
        ].join(''),
      ),
    ]);
  if (durations.length > 0)
    sections.push([
      'Reckoned',
      durations.map(
        ({ name, from, to, calendar }) =>
          `${name}: from ${momentInWords(from)} to ${momentInWords(to)}${calendar === null ? '' : `, in working time of the calendar ${calendar}`}`,
      ),
    ]);
  if (credit)
    sections.push([
      'Credited to',
      [`the owner ${creditInWords[credit.owner]}${credit.known === 'then' ? ', as was known when the event was recorded' : ''}`],
    ]);
  if (distinct) sections.push(['Counted once', [distinctInWords(distinct)]]);
  if (cohort) sections.push(['Waited for', [`${cohort.of}${windowInWords(cohort.window)}`]]);
  if (convert)
    sections.push([
      'Converted',
      [
        `every amount into ${convert.to}, by the rate in ${convert.rates} of its date (${convert.at}); without a rate a figure has no value`,
      ],
    ]);
  sections.push([
    'Computed',
    measures.map(({ name, measure }) => (measures.length === 1 ? measureInWords(measure) : `${name}: ${measureInWords(measure)}`)),
  ]);
  return sections;
}

const whenInWords: Readonly<Record<Related['when'], string>> = { after: 'not before it', before: 'not after it', ever: 'whenever' };
const creditInWords: Readonly<Record<CreditRule['owner'], string>> = {
  at_event: 'at the moment of the row',
  at_assignment: 'to whom the lead was last given before that',
  today: 'after everything',
};
const momentInWords = ({ related, time }: Moment): string => (related === null ? time : `${related}.${time}`);

function windowInWords(window: Cohort['window']): string {
  switch (window.kind) {
    case 'ever':
      return ', however long it takes';
    case 'calendar':
      return `, until its ${window.unit} ends`;
    case 'days':
      return `, within ${window.days} days`;
    case 'span':
      return `, within ${spanInWords(window.ms)}`;
  }
}

function distinctInWords({ name, per, window }: NonNullable<Definition['distinct']>): string {
  const keys = per.map((path) => path.join('.')).join(' and ');
  if (!window) return `${name}: the first ever of the same ${keys}`;
  return `${name}: one of the same ${keys}, again after ${window.days} days since the last ${window.since === 'counted' ? 'that counted' : 'at all'}`;
}

/** How one measure is computed. */
export function measureInWords(measure: Measure): string {
  switch (measure.kind) {
    case 'count':
      return measure.of ? `the number of rows where ${measure.of.source}` : 'the number of rows';
    case 'formula':
      return [formulaText(measure.formula), unitInWords(measure.unit)].filter(Boolean).join(', in ');
    case 'ratio':
      return `rows where ${measure.of.source}, of ${measure.to ? `rows where ${measure.to.source}` : 'all rows'}`;
    case 'different':
      return `the number of different values of ${measure.value.source}${ofThose(measure)}`;
    case 'sum':
    case 'mean':
      return `the ${measure.kind} of ${measure.value.source}${ofThose(measure)}`;
    case 'percentile':
      return `${measure.p === 5_000 ? 'the median' : `percentile ${measure.p / 100}`} (${measure.method.replaceAll('_', ' ')}) of ${measure.value.source}${ofThose(measure)}`;
  }
}

const ofThose = ({ unit, where }: Extract<Measure, { value: unknown }>): string =>
  `${where === null ? '' : ` of rows where ${where.source}`}${unit === null ? '' : `, in ${unit}`}`;

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
