import { isMixed } from '../compile/aggregate-sql.js';
import { valueRead } from '../compile/dimension.js';
import { isPerCurrency } from '../definitions/measure-unit.js';
import { type Figure } from './figure.js';
import { emptyRow, groupFigures, type GroupRows } from './group-figures.js';
import { type Members } from './members.js';
import { type RowValue } from './report-request.js';
import { MOST_GROUPS, tooManyRows } from './too-many-rows.js';

export interface Group {
  /** One member a name. */
  readonly key: readonly RowValue[];
  readonly figures: readonly Figure[];
}

/** What the engine counted, in no order. */
export interface Groups {
  /** The dimensions, and `currency` where money is split by it and nobody asked. */
  readonly names: readonly string[];
  readonly rows: readonly Group[];
  /** True where a row says things that are not money too, the same in each of its currencies; without money it stands under none. */
  readonly currencyIsBeside: boolean;
  /** One a currency where a measure is money, else none. */
  readonly byCurrency: readonly Group[];
  /** The value of everything; without one where it would mix currencies. */
  readonly total: Pick<Figure, 'value' | 'exact'>;
  /** The figures of a group without any row. */
  readonly nothing: (key: readonly RowValue[]) => readonly Figure[];
}

/** Throws 422 `REPORT.TOO_MANY_ROWS` where more groups come out than anybody reads. */
export function readGroups(members: Members, most = MOST_GROUPS): Groups {
  const { definition, by } = members.context;
  const names = [...by.map((dimension) => dimension.name), ...(members.currency ? ['currency'] : [])];
  const at = names.indexOf('currency');
  if (members.groups.length > most) throw tooManyRows(most);
  const read = members.groups.map((row) => ({
    mask: Number(row['mask']),
    key: names.map((_, index) => valueRead(row[`d${index}`], by[index])),
    row,
  }));
  const everything = 2 ** names.length - 1;
  const currencyOnly = everything - 2 ** (names.length - 1 - at);
  const allButCurrency = everything - currencyOnly;
  const restOf = (key: readonly RowValue[]): string => JSON.stringify(key.filter((_, index) => index !== at));

  // What is not money is the same in every currency of a group: it is counted without regard to the currency.
  const mixed = isMixed(definition);
  const wholes = new Map(read.flatMap(({ mask, key, row }) => (mask === allButCurrency ? [[restOf(key), row] as const] : [])));
  const empty = emptyRow(definition.measures);
  const all = read.find(({ mask }) => mask === everything)?.row ?? empty;
  const inCurrencies = new Map(read.flatMap(({ mask, key, row }) => (mask === currencyOnly ? [[key[at], row] as const] : [])));
  const rowsOf = ({ mask, key, row }: (typeof read)[number]): GroupRows => ({
    own: row,
    whole: (mixed ? (mask === 0 ? wholes.get(restOf(key)) : all) : null) ?? row,
  });
  const totalOf = (currency: RowValue | undefined): GroupRows => ({ own: inCurrencies.get(currency) ?? (at < 0 ? all : null), whole: all });
  const groups = read.map((each) => ({
    mask: each.mask,
    key: each.key,
    figures: groupFigures(
      definition.measures,
      rowsOf(each),
      each.mask === everything ? { own: each.row, whole: each.row } : totalOf(each.key[at]),
    ),
  }));
  // Then a row without a currency says nothing of its own, unless no currency is there at all.
  const standing = (of: typeof groups): typeof groups => {
    const inCurrency = new Set(of.flatMap(({ key }) => (key[at] === null ? [] : [restOf(key)])));
    return mixed ? of.filter(({ key }) => key[at] !== null || !inCurrency.has(restOf(key))) : of;
  };

  const nobody: GroupRows = { own: empty, whole: empty };
  const isMoney = definition.measures.some(({ measure }) => isPerCurrency(measure));
  const byCurrency = isMoney ? standing(groups.filter(({ mask }) => mask === currencyOnly)) : [];
  const ofAll = groups.find(({ mask }) => mask === everything)?.figures[0] ?? groupFigures(definition.measures, nobody, nobody)[0]!;
  const valued = byCurrency.filter(({ figures }) => figures[0]?.value !== null);
  const { measure: first } = definition.measures[0];
  const inCurrency = byCurrency.filter(({ key }) => key[at] !== null);
  const isSplit = isPerCurrency(first) && (valued.length > 1 || (first.kind === 'formula' && inCurrency.length > 1));
  const total = valued.length === 1 ? valued[0]!.figures[0]! : isSplit ? { value: null } : ofAll;
  return {
    names,
    currencyIsBeside: mixed,
    rows: standing(groups.filter(({ mask }) => names.length === 0 || mask === 0)),
    byCurrency,
    total,
    nothing: (key) => groupFigures(definition.measures, nobody, totalOf(key[at])),
  };
}
