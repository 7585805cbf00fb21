import { compileCel, nearestName, type Vocabularies } from '#libs/expressions';
import { invalid, type Violation } from '#libs/platform';
import { dateDimensions } from '../definitions/date-dimensions.js';
import { type Definition, type Dimension } from '../definitions/definition.js';
import { relatedSchemaOf, schemaOf } from '../entities/schema-of.js';

/** A dimension of one report: a part of the calendar, one the document names, or any text, whole-number or true/false fact. */
export type ReportDimension = { readonly name: string; readonly calendar: true } | (Dimension & { readonly calendar: false });

/** Everything that an expression over the rows of a definition may look at. */
export const definitionSchema = (definition: Definition): Parameters<typeof compileCel>[1] => ({
  ...schemaOf(definition.entity),
  ...(definition.cohort && { cohort: { fields: { reached: 'bool' as const } } }),
  ...Object.fromEntries(definition.related.map((related) => [related.name, { fields: relatedSchemaOf(related.entity) }])),
  ...Object.fromEntries(definition.durations.map(({ name }) => [name, 'duration' as const])),
});

/**
 * A name, or what a vocabulary says: `code(attributes.state, "us_states")`. Throws 422 `REPORT.UNKNOWN_DIMENSION` with every dimension that is not known and
 * the nearest that is.
 */
export function reportDimensions(definition: Definition, by: readonly string[], vocabularies: Vocabularies): ReportDimension[] {
  const schema = definitionSchema(definition);
  const problems: Violation[] = [];
  const found = [...new Set(by)].flatMap((name): ReportDimension[] => {
    if (dateDimensions.includes(name)) return [{ name, calendar: true }];
    const named = definition.dimensions.find((dimension) => dimension.name === name);
    if (named) return [{ ...named, calendar: false }];
    const expression = compileCel(name, schema, { vocabularies });
    const isFact = expression.problems.length === 0 && expression.references.length === 1 && expression.references[0]!.join('.') === name;
    const isOfVocabulary = expression.problems.length === 0 && expression.vocabularies.length > 0;
    if ((isFact || isOfVocabulary) && ['string', 'bool', 'int', 'dyn'].includes(expression.type))
      return [{ name, expression, buckets: null, calendar: false }];
    const known = [...dateDimensions, ...definition.dimensions.map((dimension) => dimension.name), ...Object.keys(schema)];
    const nearest = nearestName(name, known);
    const [wrong] = expression.problems;
    if (wrong && name.includes('(')) {
      problems.push({ code: wrong.code, message: `${name}: ${wrong.message}`, path: 'by' });
      return [];
    }
    problems.push({
      code: 'REPORT.UNKNOWN_DIMENSION',
      message: `${definition.name} has no dimension ${name}${nearest ? `; did you mean ${nearest}?` : `; known: ${known.join(', ')}`}`,
      path: 'by',
    });
    return [];
  });
  const [first, ...others] = problems;
  if (first) throw invalid(first, ...others);
  return found;
}
