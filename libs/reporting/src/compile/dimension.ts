import { compileCel, type Currencies, nearestName, type Vocabularies } from '#libs/expressions';
import { invalid, type Violation } from '#libs/platform';
import { numberProblems } from '../definitions/currencies.js';
import { dateDimensions } from '../definitions/date-dimensions.js';
import { type Definition, type Dimension } from '../definitions/definition.js';
import { isPerCurrency } from '../definitions/measure-unit.js';
import { rowValue, type RowValue } from '../run/report-request.js';
import { relatedSchemaOf, schemaOf } from '../entities/schema-of.js';

/** A dimension of one report: a part of the calendar, one the document names, or any text, whole-number or true/false fact. */
export type ReportDimension = { readonly name: string; readonly calendar: true } | (Dimension & { readonly calendar: false });

const isWholeNumber = (dimension: ReportDimension | undefined): boolean =>
  dimension !== undefined && !dimension.calendar && dimension.buckets === null && dimension.expression.type === 'int';

/** The column of a dimension as it leaves the engine: whole numbers as text, since rows come as JSON, whose numbers are exact up to 2^53 only. */
export const columnRead = (column: string, dimension: ReportDimension | undefined): string =>
  isWholeNumber(dimension) ? `cast(${column} as varchar) as ${column}` : column;

/** What such a column holds: a whole number, or its digits as text where a number cannot hold it. */
export const valueRead = (value: unknown, dimension: ReportDimension | undefined): RowValue =>
  rowValue(typeof value === 'string' && isWholeNumber(dimension) ? BigInt(value) : value);

/** Groups carry a bit for each dimension, and one for the currency: so many fit into a number. */
const MOST_DIMENSIONS = 52;

/** Everything that an expression over the rows of a definition may look at. */
export const definitionSchema = (definition: Definition): Parameters<typeof compileCel>[1] => ({
  ...schemaOf(definition.entity),
  ...(definition.cohort && { cohort: { fields: { reached: 'bool' as const } } }),
  ...Object.fromEntries(definition.related.map((related) => [related.name, { fields: relatedSchemaOf(related.entity) }])),
  ...Object.fromEntries(definition.durations.map(({ name }) => [name, 'duration' as const])),
});

/** Whether a dimension is the very fact of its name. */
export const isItsFact = ({ name, expression, buckets }: Dimension): boolean =>
  buckets === null && expression.source.trim() === name && expression.references.length === 1;

/** Beside money, `currency` is what the money is in. A dimension on record that has this name and is something else goes by another there. */
const nameInAnswers = (dimension: Dimension, { measures }: Definition): string =>
  dimension.name === 'currency' && !isItsFact(dimension) && measures.some(({ measure }) => isPerCurrency(measure))
    ? 'currency_2'
    : dimension.name;

/** Throws 422 with everything that is wrong with what a report is to be split by. */
export function reportDimensions(
  definition: Definition,
  by: readonly string[],
  vocabularies: Vocabularies,
  currencies: Currencies | null,
): ReportDimension[] {
  const names = [...new Set(by)];
  const read = names.map((name) => readDimension(definition, name, vocabularies, currencies));
  const [first, ...others] = [...tooManyDimensions(names), ...read.flatMap(({ problems }) => problems)];
  if (first) throw invalid(first, ...others);
  return read.flatMap(({ dimension }) => dimension ?? []);
}

/** `REPORT.TOO_MANY_DIMENSIONS` where a report is to be split by more than it can be. */
export const tooManyDimensions = (names: readonly string[]): Violation[] =>
  names.length <= MOST_DIMENSIONS
    ? []
    : [
        {
          code: 'REPORT.TOO_MANY_DIMENSIONS',
          message: `A report is split by at most ${MOST_DIMENSIONS} dimensions, not by ${names.length}: leave some out`,
          path: 'by',
        },
      ];

interface ReadDimension {
  /** Null where there are problems. */
  readonly dimension: ReportDimension | null;
  readonly problems: readonly Violation[];
}

/**
 * A name, or what a vocabulary says: `code(attributes.state, "us_states")`. Problems: `REPORT.UNKNOWN_DIMENSION` with the nearest that is known,
 * `CEL.CURRENCY` where an amount becomes a text while its currency could be any. `currencies` are those that are certain; null: the question is on
 * record and is not judged again.
 */
export function readDimension(
  definition: Definition,
  name: string,
  vocabularies: Vocabularies,
  currencies: Currencies | null,
): ReadDimension {
  const refused = (...problems: { readonly code: string; readonly message: string }[]): ReadDimension => ({
    dimension: null,
    problems: problems.map(({ code, message }) => ({ code, message, path: 'by' })),
  });
  if (dateDimensions.includes(name)) return { dimension: { name, calendar: true }, problems: [] };
  const named =
    definition.dimensions.find((dimension) => dimension.name === name) ??
    definition.dimensions.find((dimension) => nameInAnswers(dimension, definition) === name);
  if (named) return { dimension: { ...named, name: nameInAnswers(named, definition), calendar: false }, problems: [] };
  const schema = definitionSchema(definition);
  const expression = compileCel(name, schema, { vocabularies });
  const [wrong] = expression.problems;
  if (wrong && name.includes('(')) return refused({ code: wrong.code, message: `${name}: ${wrong.message}` });
  const isFact = !wrong && expression.references.length === 1 && expression.references[0]!.join('.') === name;
  const isOfVocabulary = !wrong && expression.vocabularies.length > 0;
  if ((isFact || isOfVocabulary) && ['string', 'bool', 'int', 'dyn'].includes(expression.type)) {
    const amounts = currencies === null ? [] : numberProblems(expression, { currencies, convert: definition.convert });
    if (amounts.length > 0) return refused(...amounts.map(({ code, message }) => ({ code, message: `${name}: ${message}` })));
    return { dimension: { name, expression, buckets: null, calendar: false }, problems: [] };
  }
  const known = [...dateDimensions, ...definition.dimensions.map((dimension) => dimension.name), ...Object.keys(schema)];
  const nearest = nearestName(name, known);
  return refused({
    code: 'REPORT.UNKNOWN_DIMENSION',
    message: `${definition.name} has no dimension ${name}${nearest ? `; did you mean ${nearest}?` : `; known: ${known.join(', ')}`}`,
  });
}
