import { dateDimensions } from '../definitions/date-dimensions.js';
import { type Report } from '../run/run-report.js';
import { type ReportRow } from '../run/report-request.js';
import { calendarLabels } from './calendar-labels.js';

export interface Series {
  readonly name: string;
  /** One value a label; null where there is none, which is not 0. */
  readonly values: readonly (number | null)[];
}

/** What a chart shows. `time`: labels are parts of the calendar, in order; `categories`: ranked by value. */
export interface Chart {
  readonly kind: 'time' | 'categories';
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  /** Labels and series that stand in the table only. */
  readonly omitted: number;
}

const MOST_SERIES = 6;
const MOST_CATEGORIES = 25;
const text = (value: unknown): string => (value === null || value === undefined ? 'unknown' : String(value as string | number | boolean));
const valueOf = (row: ReportRow): number | null => row['value'] as number | null;
const countOf = (row: ReportRow): number => Number(row['count'] ?? 0);

/** The charts of a report, one a currency where it is money; none where it has no dimension. An empty count in a calendar is 0, any other empty place has no value. */
export function chartsOf(report: Report, isCount: boolean): { readonly title: string | null; readonly chart: Chart }[] {
  if (report.by.length === 0 || report.rows.length === 0) return [];
  const isSplitByCurrency = report.rows.some((row) => 'currency' in row) && !report.by.includes('currency');
  if (!isSplitByCurrency) return [{ title: null, chart: chartOf(report, report.rows, isCount) }];
  const currencies = [...new Set(report.rows.map((row) => text(row['currency'])))].filter((currency) => currency !== 'unknown');
  return currencies.map((currency) => ({
    title: currency,
    chart: chartOf(
      report,
      report.rows.filter((row) => text(row['currency']) === currency),
      isCount,
    ),
  }));
}

function chartOf(report: Report, rows: readonly ReportRow[], isCount: boolean): Chart {
  const part = report.by.find((name) => dateDimensions.includes(name));
  const others = report.by.filter((name) => name !== part);
  const nameOf = (row: ReportRow, names: readonly string[]): string => names.map((name) => text(row[name])).join(' · ');
  if (part === undefined) return categories(rows.map((row) => ({ label: nameOf(row, others), value: valueOf(row) })));
  const known = rows.filter((row) => row[part] !== null);
  const labels = calendarLabels(
    part,
    report.from,
    report.to,
    known.map((row) => text(row[part])),
  );
  const at = new Map(labels.map((label, index) => [label, index]));
  const series = new Map<string, { values: (number | null)[]; count: number }>();
  for (const row of known) {
    const name = nameOf(row, others);
    const found = series.get(name) ?? { values: labels.map(() => (isCount ? 0 : null)), count: 0 };
    found.values[at.get(text(row[part]))!] = valueOf(row);
    found.count += countOf(row);
    series.set(name, found);
  }
  const ranked = [...series].sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1));
  return {
    kind: 'time',
    labels,
    series: ranked.slice(0, MOST_SERIES).map(([name, { values }]) => ({ name, values })),
    omitted: Math.max(0, ranked.length - MOST_SERIES),
  };
}

function categories(bars: readonly { readonly label: string; readonly value: number | null }[]): Chart {
  const ranked = [...bars].sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity) || (a.label < b.label ? -1 : 1));
  const shown = ranked.slice(0, MOST_CATEGORIES);
  return {
    kind: 'categories',
    labels: shown.map((bar) => bar.label),
    series: [{ name: '', values: shown.map((bar) => bar.value) }],
    omitted: ranked.length - shown.length,
  };
}
