import { measureColumns } from '../compile/measure-columns.js';
import { type Definition, type Measure } from '../definitions/definition.js';
import { type SqlRow } from '../facts/report-engine.js';
import { type RowValue } from './report-request.js';

/**
 * What a row that is counted is to a measure with conditions of its own. Of a ratio: above the line (and so below it too), only below it, or neither,
 * because `to` does not hold; of a value with `where`: asked for it, or not.
 */
type PartInMeasure = 'numerator' | 'denominator' | 'neither' | 'asked' | 'not_asked';

/** What a row adds to the measures. A measure without a name of its own stands under `value`. */
interface AddedByRow {
  /** Durations in milliseconds, money as a decimal, a ratio and a count as whether it is counted (above the line). A formula is of the group, not of a row. */
  readonly values: Readonly<Record<string, RowValue>>;
  /** Left out where no measure has conditions of its own. */
  readonly inMeasures?: Readonly<Record<string, PartInMeasure>>;
}

type Measured = Pick<Definition, 'measures' | 'convert'>;

/** The columns of `member` that `addedByRow` reads, as they are selected. */
export const addedColumns = (definition: Measured): { readonly column: string; readonly sql: string }[] =>
  definition.measures.flatMap(({ measure }, index) =>
    measureColumns(measure, index, definition)
      .filter(({ part }) => part !== 'without a rate')
      .map(({ column, part }) => ({
        column,
        sql: part === 'value' && measure.kind !== 'count' ? `cast(${column} as varchar) as ${column}` : column,
      })),
  );

export function addedByRow(row: SqlRow, definition: Measured): AddedByRow {
  const values: [string, RowValue][] = [];
  const parts: [string, PartInMeasure][] = [];
  for (const [index, { name, measure }] of definition.measures.entries()) {
    if (measure.kind === 'formula') continue;
    const shownAs = name === measure.kind ? 'value' : name;
    const read = new Map(measureColumns(measure, index, definition).map(({ column, part }) => [part, row[column]]));
    const part = partOf(measure, read);
    if (part) parts.push([shownAs, part]);
    if (measure.kind === 'ratio') values.push([shownAs, part === 'numerator']);
    else if (read.has('value')) values.push([shownAs, valueOf(read.get('value') as string | boolean | null)]);
  }
  return { values: Object.fromEntries(values), ...(parts.length > 0 && { inMeasures: Object.fromEntries(parts) }) };
}

function partOf(measure: Measure, read: ReadonlyMap<string, unknown>): PartInMeasure | null {
  if (measure.kind === 'ratio') return read.get('to') !== true ? 'neither' : read.get('of') === true ? 'numerator' : 'denominator';
  if (!read.has('where')) return null;
  return read.get('where') === true ? 'asked' : 'not_asked';
}

function valueOf(text: string | boolean | null): RowValue {
  if (typeof text !== 'string') return text;
  if (text === 'true' || text === 'false') return text === 'true';
  return text.includes('.') ? text : Number(text);
}
