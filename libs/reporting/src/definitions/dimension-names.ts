import { type Node } from 'yaml';
import { type DocumentReader, type FactSchema } from '#libs/expressions';
import { isItsFact } from '../compile/dimension.js';
import { type Dimension, type NamedMeasure } from './definition.js';

/** What answers say of their rows: in JSON, of a period before, of members, and in files. */
const ofAnswers: readonly string[] = [
  ...['value', 'exact', 'count', 'because', 'measures', 'immature', 'matureFrom', 'currency'],
  ...['previous', 'difference', 'relative'],
  ...['entity', 'id', 'lead', 'externalId', 'events', 'inMeasures'],
  ...['numerator', 'denominator', 'definition', 'version', 'from', 'to', 'time_zone', 'date_basis', 'known_at', 'position'],
  ...['enforcement', 'result_hash', 'version_state', 'where', 'unit', 'unknown', 'mature_from'],
];

/** Notes names that would be mistaken for something else, in a question or in its answer. The very fact of its name is what it would be taken for. */
export function judgeDimensionNames(
  yaml: DocumentReader,
  node: Node | null,
  {
    dimensions,
    measures,
    schema,
  }: { readonly dimensions: readonly Dimension[]; readonly measures: readonly NamedMeasure[]; readonly schema: FactSchema },
): void {
  for (const { name, key } of yaml.entries(node, 'dimensions')) {
    const dimension = dimensions.find((each) => each.name === name);
    const refuse = (why: string, instead: string): void => yaml.add(key, 'NAME', `${why}; take another name, such as ${instead}`);
    const other = `${name}_group`;
    if (name.trim() === '') refuse('A dimension has a name', 'group');
    else if (/[.,]/.test(name))
      refuse(
        `A dimension needs a name without points and commas; ${name} would be read as a fact, or as several`,
        name.replaceAll(/[.,]/g, '_'),
      );
    else if (!dimension || isItsFact(dimension)) continue;
    else if (ofAnswers.includes(name)) refuse(`${name} is what answers say of their rows`, other);
    else if (Object.hasOwn(schema, name)) refuse(`${name} is a fact, and this dimension is another`, other);
    else if (measures.some((measure) => measure.name === name)) refuse(`${name} is a measure`, other);
  }
}
