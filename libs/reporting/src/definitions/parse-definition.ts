import { isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { isZone } from '#libs/calendar';
import { type DocumentProblem, type DocumentReader, type FactDeclaration } from '#libs/expressions';
import { readDimension, tooManyDimensions } from '../compile/dimension.js';
import { entities } from '../entities/entities.js';
import { type Entity, type EntityName } from '../entities/entity.js';
import { schemaOf } from '../entities/schema-of.js';
import { comparisons } from '../run/period-before.js';
import { currenciesOf } from './currencies.js';
import { type Definition, type NamedMeasure } from './definition.js';
import { unitInWords, unitOf } from './measure-unit.js';
import { parseCohort } from './parse-cohort.js';
import { type Conversion } from './conversion.js';
import { parseConversion } from './parse-conversion.js';
import { parseCredit } from './parse-credit.js';
import { judgeDimensionNames } from './dimension-names.js';
import { parseDimensions } from './parse-dimensions.js';
import { parseDurations } from './parse-durations.js';
import { parseMeasures } from './parse-measures.js';
import { type DefinitionVocabularies, documentVocabularies, pinnedVersions } from './definition-vocabularies.js';
import { DefinitionReader } from '../terms/definition-reader.js';
import { parseDistinct, parseRelated } from './parse-rules.js';

export const definitionKeys = [
  'definition',
  'title',
  'describe',
  'entity',
  'date',
  'zone',
  'terms',
  'vocabularies',
  'related',
  'durations',
  'credit',
  'convert',
  'distinct',
  'cohort',
  'compare',
  'measure',
  'measures',
  'dimensions',
  'include',
  'by',
  'unit',
  'gameable',
];
const NAME = /^[a-z][a-z0-9_]{0,63}$/;

export type ParsedDefinition =
  | { readonly definition: Definition; readonly problems: readonly [] }
  | { readonly definition: null; readonly problems: readonly DocumentProblem[] };

/** Reads and checks a document. Every problem is found, each with line and column; only a document without any gives a definition. */
export function parseDefinition(source: string, vocabularies?: DefinitionVocabularies): ParsedDefinition {
  const yaml = new DefinitionReader(source, { code: 'DEFINITION', noun: 'A definition', key: 'definition' }, vocabularies?.terms);
  const root = yaml.root();
  const definition = root && definitionOf(yaml, root, vocabularies);
  if (definition && yaml.problems.length === 0) return { definition, problems: [] };
  return { definition: null, problems: yaml.sorted() };
}

function definitionOf(yaml: DefinitionReader, root: YAMLMap, vocabularies: DefinitionVocabularies | undefined): Definition | null {
  const isOnRecord = vocabularies?.isOnRecord === true;
  yaml.onlyKeys(root, definitionKeys, 'A definition');
  const pins = pinnedVersions(yaml, yaml.get(root, 'vocabularies'), vocabularies?.library);
  yaml.addPins(pins);
  yaml.vocabularies = documentVocabularies(pins, vocabularies);
  const name = yaml.text(yaml.get(root, 'definition'), 'definition (its name)', true);
  if (name !== null && !NAME.test(name))
    yaml.add(
      yaml.get(root, 'definition'),
      'NAME',
      'A name has lower-case letters, digits and _, starts with a letter, and is at most 64 long',
    );
  const title = yaml.text(yaml.get(root, 'title'), 'title', true);
  const describe = yaml.text(yaml.get(root, 'describe'), 'describe') ?? '';
  const entityName = yaml.choice(yaml.get(root, 'entity'), 'entity', Object.keys(entities) as EntityName[], null);
  if (entityName === null) return withoutEntity(yaml, root);
  const entity = entities[entityName];

  const schema: Record<string, FactDeclaration> = schemaOf(entity);
  const related = parseRelated(yaml, yaml.get(root, 'related'), entity, schema);
  const durations = parseDurations(yaml, yaml.get(root, 'durations'), { entity, related, schema });
  const credit = parseCredit(yaml, yaml.get(root, 'credit'), entity);
  const convert = parseConversion(yaml, yaml.get(root, 'convert'), entity);
  const cohort = parseCohort(yaml, yaml.get(root, 'cohort'), entity);
  if (cohort && 'cohort' in schema) yaml.add(yaml.get(root, 'cohort'), 'NAME', 'cohort is taken: give the related rows another name');
  if (cohort) schema['cohort'] = { fields: { reached: 'bool' } };
  const terms = yaml.entries(yaml.get(root, 'terms'), 'terms').flatMap(({ name: term, value }) => yaml.conditions(term, value, schema));
  const measures = parseMeasures(yaml, root, schema);
  const currencies = currenciesOf(convert, terms, related);
  const dimensions = parseDimensions(yaml, yaml.get(root, 'dimensions'), schema, currencies);
  const date = dateOf(yaml, root, entity);
  const zone = zoneOf(yaml, root);
  const distinct = parseDistinct(yaml, yaml.get(root, 'distinct'), { schema, isOnRecord });
  const includeAllReps = includeOf(yaml, yaml.get(root, 'include'), entity);
  const by = yaml.texts(yaml.get(root, 'by'), 'by');
  const unit = yaml.text(yaml.get(root, 'unit'), 'unit') ?? unitOfFirst(measures, pluralOf(entityName.replaceAll('_', ' ')), convert);
  const gameable =
    yaml.choice(booleanText(yaml.get(root, 'gameable')), 'gameable', ['true', 'false'], 'false') === 'true' ||
    isActivity(entityName, measures);
  const compareNode = yaml.get(root, 'compare');
  const compare = compareNode === null ? null : yaml.choice(compareNode, 'compare', comparisons, null);
  if (!isOnRecord) {
    yaml.judgeNumbers(currencies, convert);
    judgeDimensionNames(yaml, yaml.get(root, 'dimensions'), { dimensions, measures, schema });
  }
  const [first, ...others] = measures;
  if (!first || name === null || title === null || date === null) return null;
  const definition: Definition = {
    name,
    title,
    describe,
    entity,
    date,
    zone,
    terms,
    related,
    durations,
    credit,
    convert,
    currencies,
    distinct,
    cohort,
    compare,
    measures: [first, ...others],
    dimensions,
    by: by.map(({ value }) => value),
    includeAllReps,
    unit,
    gameable,
    vocabularies: yaml.usedVocabularies,
    uses: yaml.uses,
  };
  if (!isOnRecord) judgeBy(yaml, by, definition);
  return definition;
}

/** What a report is split by where nobody asks for something else has to be there. */
function judgeBy(yaml: DefinitionReader, by: readonly { readonly value: string; readonly node: Node }[], definition: Definition): void {
  for (const { message } of tooManyDimensions([...new Set(by.map(({ value }) => value))])) yaml.add(by[0]!.node, 'DIMENSION', message);
  for (const { value, node } of by)
    for (const { message } of readDimension(definition, value, yaml.vocabularies, definition.currencies).problems)
      yaml.add(node, 'DIMENSION', message);
}

/** The entity is not known, and so no fact is: what can be said of the rest without it. */
function withoutEntity(yaml: DefinitionReader, root: YAMLMap): null {
  zoneOf(yaml, root);
  const compare = yaml.get(root, 'compare');
  if (compare !== null) yaml.choice(compare, 'compare', comparisons, null);
  const measure = yaml.get(root, 'measure');
  if (isScalar(measure)) parseMeasures(yaml, root, {});
  if (measure === null && yaml.get(root, 'measures') === null) parseMeasures(yaml, root, {});
  for (const { value } of [...yaml.entries(yaml.get(root, 'terms'), 'terms'), ...yaml.entries(yaml.get(root, 'dimensions'), 'dimensions')])
    if (isScalar(value)) yaml.readable(value);
  return null;
}

/** YAML reads true and false as booleans; here they are words. */
function booleanText(node: Node | null): Node | null {
  const scalar = node as { value?: unknown } | null;
  if (scalar && typeof scalar.value === 'boolean') scalar.value = String(scalar.value);
  return node;
}

function dateOf(yaml: DocumentReader, root: YAMLMap, entity: Entity): string | null {
  const node = yaml.get(root, 'date');
  const known = Object.keys(entity.times);
  if (isSeq(node) || isMap(node)) {
    yaml.add(node, 'TWO_DATE_BASES', `A definition has one date basis: one of ${known.join(', ')}`);
    return null;
  }
  return yaml.choice(node, `date (the date basis of ${entity.name})`, known, node === null && known.length === 1 ? known[0]! : null);
}

function zoneOf(yaml: DocumentReader, root: YAMLMap): string | null {
  const node = yaml.get(root, 'zone');
  const zone = yaml.text(node, 'zone') ?? 'organisation';
  if (zone === 'organisation') return null;
  if (!isZone(zone)) yaml.add(node, 'ZONE', `${zone} is no time zone: write organisation or an IANA name such as Europe/Berlin`);
  return zone;
}

function includeOf(yaml: DocumentReader, node: Node | null, entity: Entity): boolean {
  const value = yaml.text(node, 'include');
  if (value === null) return false;
  if (value !== 'all reps') yaml.add(node, 'UNKNOWN_VALUE', 'include knows one value: all reps');
  if (!('owner' in entity.facts)) yaml.add(node, 'DIMENSION', `${entity.name} has no owner, so it cannot include all reps`);
  return true;
}

/** A number of follow-ups is raised by making more of them, whatever its author says. */
const isActivity = (entity: EntityName, [first]: readonly NamedMeasure[]): boolean =>
  entity === 'follow_up' && first?.measure.kind === 'count';

/** What the value comes out in, where its author has no word for it. */
function unitOfFirst([first]: readonly NamedMeasure[], rows: string, convert: Conversion | null): string {
  if (first?.measure.kind === 'ratio') return `share of ${rows}`;
  return (first && unitInWords(unitOf(first.measure), convert?.to)) || rows;
}

const pluralOf = (noun: string): string => (/[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`);
