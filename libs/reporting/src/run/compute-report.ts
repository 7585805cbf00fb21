import { aggregateSql } from '../compile/aggregate-sql.js';
import { type ReportDimension } from '../compile/dimension.js';
import { membersSql } from '../compile/members-sql.js';
import { type FactStore } from '../facts/fact-store.js';
import { emptyFigure, type Figure, figureOf } from './figure.js';
import { immatureUntil } from './maturity.js';
import { includedRepsSql, missingRows } from './included-reps.js';
import { type ReportContext } from './report-context.js';
import { type ReportRow, type RowValue } from './report-request.js';

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

/** Computes the figures in the engine; nothing but groups leaves it. */
export async function computeReport(store: FactStore, context: ReportContext): Promise<ComputedReport> {
  const { definition, by, where, scope } = context;
  const members = membersSql(definition, by, where, scope);
  const names = [...by.map((dimension) => dimension.name), ...(members.currency ? ['currency'] : [])];
  const groups = (await store.rows(aggregateSql(members, definition))).map((row) => ({
    mask: Number(row['mask']),
    key: names.map((_, index) => keyValue(row[`d${index}`])),
    figures: definition.measures.map(({ measure }, index) => figureOf(measure, index, row)),
  }));
  const everything = 2 ** names.length - 1;
  const rows = names.length === 0 ? groups : groups.filter((group) => group.mask === 0);
  const reps = includedRepsSql(context);
  const missing =
    reps === null
      ? []
      : missingRows(
          await store.rows(reps),
          rows.map((row) => row.key),
          names.length,
        );
  const all = [
    ...rows,
    ...missing.map((key) => ({ mask: 0, key: key.map(keyValue), figures: definition.measures.map(({ measure }) => emptyFigure(measure)) })),
  ].sort((a, b) => compareKeys(a.key, b.key, by));

  const currencyIndex = names.indexOf('currency');
  const isMoney = definition.measures.some(({ measure }) => 'value' in measure && measure.value.type === 'money');
  const byCurrency = groups.filter(
    (group) => isMoney && (names.length === 1 ? group.mask === 0 : group.mask !== 0 && group.mask !== everything),
  );
  const total = groups.find((group) => group.mask === everything)?.figures[0] ?? emptyFigure(definition.measures[0].measure);
  const mixed = isMoney && byCurrency.filter((group) => group.figures[0]?.value !== null).length > 1;
  const rowOf = (group: { key: RowValue[]; figures: Figure[] }): ReportRow => ({
    ...Object.fromEntries(names.map((name, index) => [name, group.key[index]!])),
    ...figureColumns(context, group.figures),
    ...maturityOf(context, group.key),
  });
  return {
    total: mixed ? null : total.value,
    totalExact: mixed ? null : (total.exact ?? null),
    matureFrom: immatureUntil(context, []),
    rows: all.map(rowOf),
    ...(isMoney && {
      totals: byCurrency
        .sort((a, b) => compareKeys(a.key, b.key))
        .map((group) => ({ currency: group.key[currencyIndex] ?? null, ...figureColumns(context, group.figures) })),
    }),
  };
}

function figureColumns({ definition }: ReportContext, [first, ...others]: readonly Figure[]): ReportRow {
  const { value, exact, count } = first!;
  const further = Object.fromEntries(others.map((figure, index) => [definition.measures[index + 1]!.name, figure]));
  return { value, ...(exact && { exact }), count, ...(others.length > 0 && { measures: further as Record<string, unknown> }) };
}

/** What a row says where something may still come. */
export function maturityOf(context: ReportContext, key: readonly RowValue[]): { readonly immature?: true; readonly matureFrom?: string } {
  const matureFrom = immatureUntil(context, key);
  return matureFrom === null ? {} : { immature: true, matureFrom };
}

const keyValue = (value: unknown): RowValue => (typeof value === 'bigint' ? Number(value) : ((value as RowValue | undefined) ?? null));

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
