import { dialect } from '../dialect/dialect.js';
import { type Definition, type Measure } from '../definitions/definition.js';
import { isPerCurrency } from '../definitions/measure-unit.js';
import { columnRead, type ReportDimension } from './dimension.js';
import { type MembersQuery } from './members-sql.js';

/** Members in a table, with the column that says how many a row stands for; null where each has its own. */
interface HeldRows {
  readonly name: string;
  readonly weight: string | null;
}

/** The number of members that meet a condition, of all without one. */
type Tally = (condition?: string) => string;
const tallyOf =
  ({ weight }: HeldRows): Tally =>
  (condition) => {
    const filter = condition === undefined ? '' : ` filter (where ${condition})`;
    return weight === null ? `count(*)${filter}` : `cast(coalesce(sum(${weight})${filter}, 0) as bigint)`;
  };

/** Columns that carry one measure of a group, exact, as text or whole numbers. */
function aggregates(measure: Measure, index: number, isConverted: boolean, tally: Tally): string[] {
  const about = [
    ...('where' in measure && measure.where ? [`${tally(`w${index}`)} as of${index}`] : []),
    ...(isConverted && isPerCurrency(measure)
      ? [
          `count(x${index}) as lacks${index}`,
          `${dialect.joined(`${dialect.list(`x${index}`)} filter (where x${index} is not null)`)} as lacking${index}`,
        ]
      : []),
  ];
  switch (measure.kind) {
    case 'formula':
      return [];
    case 'count':
      return measure.of ? [`${tally(`n${index}`)} as of${index}`] : [];
    case 'ratio':
      return [`${tally(`n${index} and z${index}`)} as num${index}`, `${tally(`z${index}`)} as den${index}`];
    case 'different':
      return [`count(distinct v${index}) as num${index}`, `count(v${index}) as n${index}`, ...about];
    case 'sum':
    case 'mean':
      return [`cast(sum(v${index}) as varchar) as sum${index}`, `count(v${index}) as n${index}`, ...about];
    case 'percentile':
      return [...about, `${dialect.list(`v${index} order by v${index}`)} filter (where v${index} is not null) as list${index}`];
  }
}

/** The two values between which a percentile lies, by its method; positions count in hundredths of a percent. */
function picks(measure: Measure, index: number, isConverted: boolean): string[] {
  const about = [
    ...(isAboutSome(measure) ? [`of${index}`] : []),
    ...(isConverted && measure.kind !== 'formula' && isPerCurrency(measure) ? [`lacks${index}`, `lacking${index}`] : []),
  ];
  if (measure.kind === 'percentile') {
    const list = `list${index}`;
    const size = `coalesce(${dialect.sizeOf(list)}, 0)`;
    const at = (place: string): string => `cast(${dialect.nth(list, place)} as varchar)`;
    if (measure.method === 'nearest_rank') {
      const rank = `greatest(1, ${dialect.quotient(`(${size} * ${measure.p} + 9999)`, '10000')})`;
      return [...about, `${size} as n${index}`, `${at(rank)} as low${index}`, `${at(rank)} as high${index}`];
    }
    const low = `${dialect.quotient(`((${size} - 1) * ${measure.p})`, '10000')} + 1`;
    return [...about, `${size} as n${index}`, `${at(low)} as low${index}`, `${at(`least(${low} + 1, ${size})`)} as high${index}`];
  }
  if (measure.kind === 'different') return [`num${index}`, `n${index}`, ...about];
  if (measure.kind === 'ratio') return [`num${index}`, `den${index}`];
  return measure.kind === 'count' || measure.kind === 'formula' ? about : [`sum${index}`, `n${index}`, ...about];
}

const isAboutSome = (measure: Measure): boolean =>
  measure.kind === 'count' ? measure.of !== null : 'where' in measure && measure.where !== null;

/**
 * The figures of a report, of the members held: one row a group (`mask` 0), one for everything (every bit set), and one a currency where a measure is money. Where a formula
 * puts money and other measures together, also one a group without regard to the currency. A whole number that it is split by comes as text.
 */
export function aggregateSql(
  members: Pick<MembersQuery, 'dimensions' | 'currencyColumn'>,
  held: HeldRows,
  { definition, by }: { readonly definition: Definition; readonly by: readonly ReportDimension[] },
): string {
  const tally = tallyOf(held);
  const currency = members.currencyColumn;
  const dims = members.dimensions;
  const measures = definition.measures.flatMap(({ measure }, index) => aggregates(measure, index, definition.convert !== null, tally));
  const mask = dims.length === 0 ? '0' : `grouping(${dims.join(', ')})`;
  const sets = [dims, []];
  // Money has a total per currency, never one over several.
  if (currency !== null) sets.push([currency]);
  if (currency !== null && isMixed(definition)) sets.push(dims.filter((column) => column !== currency));
  const distinct = [...new Set(sets.map((set) => `(${set.join(', ')})`))];
  const grouping = dims.length === 0 ? '' : ` group by grouping sets (${distinct.join(', ')})`;
  const grouped = `select ${[...dims, `${mask} as mask`, `${tally()} as members`, ...measures].join(', ')} from ${held.name}${grouping}`;
  const out = [
    ...dims.map((column, index) => columnRead(column, by[index])),
    'mask',
    'members',
    ...definition.measures.flatMap(({ measure }, index) => picks(measure, index, definition.convert !== null)),
  ];
  return `select ${out.join(', ')} from (${grouped}) grouped`;
}

/** Whether a formula puts money and other measures together. */
export const isMixed = ({ measures }: Definition): boolean =>
  measures.some(({ measure }) => isPerCurrency(measure)) && measures.some(({ measure }) => !isPerCurrency(measure));
