import { type TSchema, Type } from '@sinclair/typebox';
import { creditable } from '../entities/credited.js';
import { entities, isRelatable } from '../entities/entities.js';
import { type Entity } from '../entities/entity.js';
import { comparisons } from '../run/period-before.js';
import { durationUnits } from './duration-unit.js';
import { convertible } from './parse-conversion.js';

/**
 * What an editor is told of a definition's YAML, for completion and first mistakes: its shape, with the entities and times of the code. What
 * expressions say, and names that only the document itself knows, `definition check` judges.
 */

const optional = Type.Optional;
const text = (description: string) => Type.Unsafe<string | number>({ type: ['string', 'number'], description });
const cel = (description: string) => Type.Unsafe<string | number | boolean>({ type: ['string', 'number', 'boolean'], description });
const Use = Type.Object(
  { use: Type.String({ pattern: '^[a-z][a-z0-9_]*(@[1-9]\\d{0,8})?$', description: 'valid_lead@2, or valid_lead: the one in force' }) },
  { additionalProperties: false, description: 'a term: all its clauses hold' },
);
const condition = (description: string) => Type.Union([cel(`CEL, true or false: ${description}`), Use], { description });
const words = (description: string, values: readonly string[]) => Type.Unsafe<string>({ type: 'string', enum: [...values], description });
const matching = (description: string, pattern: string) => Type.Unsafe<string>({ type: 'string', pattern, description });
const only = (properties: Record<string, TSchema>, description: string) =>
  Type.Object(properties, { additionalProperties: false, description });
const named = (inner: TSchema, description: string) => Type.Record(Type.String(), inner, { description });
const listOf = (inner: TSchema, description: string) => Type.Union([Type.Array(inner), inner], { description });

const NAME = '^[a-z][a-z0-9_]{0,63}$';
const all = Object.values(entities);
const unit = optional(words('of a duration', durationUnits));

const described = (entity: Entity) => Type.Literal(entity.name, { description: entity.describe });
const entityOf = (among: readonly Entity[], description: string) => Type.Union(among.map(described), { description });
const times = (of: readonly Entity[]): readonly string[] => [...new Set(of.flatMap((entity) => Object.keys(entity.times)))];

const relatable = all.filter(isRelatable);
const Related = only(
  {
    entity: entityOf(relatable, 'whose rows on the same lead'),
    date: optional(words('the time by which they are ordered; default their first', times(relatable))),
    where: optional(condition('which of them; `this.` reads the row itself')),
    when: optional(words('not before the row (the default), not after it, or whenever', ['after', 'before', 'ever'])),
    pick: optional(
      Type.Union([words('', ['first', 'last']), Type.Integer({ minimum: 1, maximum: 1_000 })], {
        description: 'which one: first (the default), last, or its number',
      }),
    ),
    within: optional(matching('how far from the row: 7d, 24h, 30m', '^(\\d{1,5}d|(\\d+(\\.\\d+)?(h|ms|m|s))+)$')),
  },
  'rows of another entity on the same lead',
);

const CreditOwner = words('whose a row is', ['at_event', 'at_assignment', 'today']);

const where = optional(condition('the rows of which it is taken'));

const rowMeasures = [
  Type.Literal('count', { description: 'the number of rows' }),
  only({ count: condition('the rows that are counted') }, 'the number of rows where it holds'),
  only(
    { ratio: only({ of: condition('the rows above the line'), to: optional(condition('below it; every row, where left out')) }, '') },
    'rows where `of` holds, of rows where `to` holds',
  ),
  only({ different: cel('CEL: a text'), where }, 'how many different values'),
  ...['sum', 'mean'].map((kind) => only({ [kind]: cel('CEL: a whole number, money or a duration'), unit, where }, `the ${kind}`)),
  only(
    { median: cel('CEL: a whole number, money or a duration'), unit, where, method: optional(words('', ['linear', 'nearest_rank'])) },
    'the median',
  ),
  only(
    {
      percentile: Type.Number({ minimum: 0, maximum: 100 }),
      of: cel('CEL: a whole number, money or a duration'),
      unit,
      where,
      method: optional(words('linear, as in spreadsheets (the default), or nearest_rank', ['linear', 'nearest_rank'])),
    },
    'a percentile',
  ),
];
const Measure = Type.Union(rowMeasures, { description: 'what is computed' });
const NamedMeasure = Type.Union(
  [...rowMeasures, only({ formula: text('names of the other measures, numbers, + - * / and parentheses') }, 'what other measures come to')],
  { description: 'what is computed' },
);

const Dimension = Type.Union(
  [
    cel('CEL: a text, a whole number or true/false'),
    only(
      {
        of: cel('CEL: a whole number, a duration, or an amount in one currency'),
        unit,
        buckets: Type.Array(Type.Integer(), { minItems: 1, maxItems: 100, description: 'where each range begins, ascending' }),
      },
      'a number, an amount or a duration in ranges',
    ),
  ],
  { description: 'what a report may be split by' },
);

/** What depends on the entity: its times (one has to be named where there are several), whether rows can be credited and reps included. */
const forEntity = (entity: Entity) => ({
  if: { properties: { entity: { const: entity.name } }, required: ['entity'] },
  then: {
    properties: {
      date: { enum: Object.keys(entity.times) },
      ...(entity.hasNoLead && { related: false }),
      ...(!creditable.includes(entity.name) && { credit: false }),
      ...(!convertible(entity) && { convert: false }),
      ...(!('owner' in entity.facts) && { include: false }),
    },
    ...(Object.keys(entity.times).length > 1 && { required: ['date'] }),
  },
});

const vocabularies = optional(
  named(Type.Integer({ minimum: 1 }), 'the version of each; default the newest when the definition is published'),
);
const head = { $schema: 'http://json-schema.org/draft-07/schema#', additionalProperties: false };

/** Of a term: a word that definitions use by name. */
export const TermSchema = Type.Object(
  {
    term: matching('its name', NAME),
    title: text('what it means'),
    describe: optional(text('why so')),
    entity: Type.Union([Type.Array(entityOf(all, ''), { minItems: 1 }), entityOf(all, '')], { description: 'what its clauses are about' }),
    vocabularies,
    clauses: Type.Record(Type.String(), cel('CEL, true or false'), {
      minProperties: 1,
      description: 'named conditions; all have to be true',
    }),
  },
  { ...head, title: 'LeadLedger term' },
);

export const DefinitionSchema = Type.Object(
  {
    definition: matching('its name', NAME),
    title: text('what it counts'),
    describe: optional(text('why so')),
    entity: entityOf(all, 'what is counted'),
    date: optional(words('the date basis: the one time whose period is asked for', times(all))),
    zone: optional(Type.String({ description: 'organisation (the default), or an IANA name such as Europe/Berlin' })),
    terms: optional(named(condition('a row counts only where it is true'), 'named conditions; all have to be true')),
    vocabularies,
    related: optional(named(Related, 'the first, last or n-th row of another entity on the same lead')),
    durations: optional(
      named(
        only(
          {
            from: text('a time of the row, a relation, or a time of it: captured, answer, visit.left'),
            to: text('likewise'),
            calendar: optional(text('working time of the calendar of this id')),
          },
          'from one named time to another',
        ),
        'from one named time to another',
      ),
    ),
    convert: optional(
      only(
        {
          to: matching('the currency that amounts become', '^[A-Z]{3}$'),
          at: words('the time whose date says which rate', times(all)),
          rates: text('the name of published rates'),
        },
        'money in one currency',
      ),
    ),
    credit: optional(
      Type.Union([
        CreditOwner,
        only({ owner: CreditOwner, known: optional(words('as known now, or when the event was recorded', ['now', 'then'])) }, ''),
      ]),
    ),
    distinct: optional(
      only(
        {
          name: optional(text('how the rule is spoken of')),
          per: listOf(Type.String(), 'text facts that make two rows the same'),
          window: optional(
            only(
              {
                days: Type.Integer({ minimum: 1, maximum: 36_500 }),
                since: words('since the row that counted last, or since any', ['counted', 'any']),
              },
              'without it the first row ever counts',
            ),
          ),
        },
        'which of several rows with the same key count',
      ),
    ),
    cohort: optional(
      only(
        {
          of: words('the time that is waited for', times(all)),
          within: matching(
            '30d (whole dates), 720h (instants), week, month, quarter, year, or ever',
            '^(\\d{1,5}d|(\\d+(\\.\\d+)?(h|ms|m|s))+|week|month|quarter|year|ever)$',
          ),
        },
        'what the rows are waited for, and how long',
      ),
    ),
    compare: optional(words('the period before that it is compared with', comparisons)),
    measure: optional(Measure),
    measures: optional(Type.Record(Type.String(), NamedMeasure, { minProperties: 1, description: 'several; the first is the value' })),
    dimensions: optional(named(Dimension, 'names for what a report may be split by')),
    include: optional(Type.Literal('all reps', { description: 'reps without any row are present too' })),
    by: optional(listOf(text(''), 'dimensions used where the question names none')),
    unit: optional(text('what the value counts; default its entities')),
    gameable: optional(Type.Boolean({ description: 'easy to raise without doing any good' })),
  },
  {
    ...head,
    title: 'LeadLedger definition',
    oneOf: [{ required: ['measure'] }, { required: ['measures'] }],
    allOf: all.map(forEntity),
  },
);
