import { type ReportDimension } from '../compile/dimension.js';
import { isPerCurrency } from '../definitions/measure-unit.js';
import { type FactStore } from '../facts/fact-store.js';
import { type Figure } from './figure.js';
import { includedRepsSql, missingRows } from './included-reps.js';
import { immatureUntil } from './maturity.js';
import { type Members } from './members.js';
import { type Group, readGroups } from './read-groups.js';
import { type ReportContext } from './report-context.js';
import { type ReportRow, rowValue, type RowValue } from './report-request.js';

export interface ComputedReport {
  /** Of everything; null where money of several currencies would have to be mixed, or there is no value. */
  readonly total: number | null;
  readonly totalExact: Figure['exact'] | null;
  /** From when on the cohort of the whole period is mature; null where it is, or where there is none. */
  readonly matureFrom: string | null;
  readonly rows: readonly ReportRow[];
  /** Totals by currency, where the measure is money. */
  readonly totals?: readonly ReportRow[];
}

/** The figures of a report, from the groups that its members make. */
export async function computeReport(store: FactStore, members: Members): Promise<ComputedReport> {
  const { context } = members;
  const { definition, by } = context;
  const { names, rows, byCurrency, total, nothing, currencyIsBeside } = readGroups(members);
  const reps = includedRepsSql(context);
  const missing =
    reps === null
      ? []
      : missingRows(
          await store.rows(reps),
          rows.map(({ key }) => (currencyIsBeside ? key.map((member, index) => (names[index] === 'currency' ? null : member)) : key)),
          names.length,
        );
  const all = [
    ...rows,
    ...missing.map((row): Group => {
      const key = row.map(rowValue);
      return { key, figures: nothing(key) };
    }),
  ];
  const rowOf = ({ key, figures }: Group): ReportRow => ({
    ...Object.fromEntries(names.map((name, index) => [name, key[index]!])),
    ...figureColumns(context, figures),
    ...maturityOf(context, key),
  });
  return {
    total: total.value,
    totalExact: total.exact ?? null,
    matureFrom: immatureUntil(context, []),
    rows: all.sort((a, b) => compareKeys(a.key, b.key, by)).map(rowOf),
    ...(definition.measures.some(({ measure }) => isPerCurrency(measure)) && {
      totals: [...byCurrency]
        .sort((a, b) => compareKeys(a.key, b.key))
        .map(({ key, figures }) => ({ currency: key[names.indexOf('currency')] ?? null, ...figureColumns(context, figures) })),
    }),
  };
}

function figureColumns({ definition }: ReportContext, [first, ...others]: readonly Figure[]): ReportRow {
  const { value, exact, count, because } = first!;
  const further = Object.fromEntries(others.map((figure, index) => [definition.measures[index + 1]!.name, figure]));
  return {
    value,
    ...(exact && { exact }),
    count,
    ...(because !== undefined && { because }),
    ...(others.length > 0 && { measures: further as Record<string, unknown> }),
  };
}

/** What a row says where something may still come. */
export function maturityOf(context: ReportContext, key: readonly RowValue[]): { readonly immature?: true; readonly matureFrom?: string } {
  const matureFrom = immatureUntil(context, key);
  return matureFrom === null ? {} : { immature: true, matureFrom };
}

/** Rows in order of their dimensions, texts by code unit, ranges from the lowest up, unknown last: the same on every machine. */
export function compareKeys(a: readonly RowValue[], b: readonly RowValue[], by: readonly ReportDimension[] = []): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? null;
    if (left === right) continue;
    if (left === null) return 1;
    if (right === null) return -1;
    const dimension = by[index];
    const labels = dimension && !dimension.calendar ? dimension.buckets?.labels : undefined;
    if (labels) return labels.indexOf(String(left)) - labels.indexOf(String(right));
    return left < right ? -1 : 1;
  }
  return 0;
}
