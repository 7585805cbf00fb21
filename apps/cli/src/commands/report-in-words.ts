import { facts, table } from '../output/table.js';

/** A measure as the API prints it: exact, with what it was made of where it is a ratio. */
export type Measure = string | number | null | { readonly [part: string]: unknown };

export interface ReportAnswer {
  readonly definition: string;
  readonly version: number;
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly dateBasis: string;
  readonly position: string;
  readonly unit: string;
  readonly total: Measure;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly receipt: { readonly resultHash?: string; readonly [part: string]: unknown };
}

/** The number with everything that gives it a meaning: definition, period, zone and position. */
export function reportInWords(report: ReportAnswer): string {
  const head = facts([
    ['definition', `${report.definition}@${report.version}`],
    ['period', `${report.from} to ${report.to} (${report.timeZone}, by ${report.dateBasis})`],
    ['position', report.position],
    ['total', `${measureInWords(report.total)} ${report.unit}`],
    ['receipt', report.receipt.resultHash ?? null],
  ]);
  const dimensions = Object.keys(report.rows[0] ?? {}).filter((name) => name !== 'value' && name !== 'count');
  if (dimensions.length === 0) return head;
  const columns = [
    ...dimensions.map((name) => ({ heading: name, of: (row: Readonly<Record<string, unknown>>) => text(row[name]) })),
    { heading: 'value', of: (row: Readonly<Record<string, unknown>>) => measureInWords(row['value'] as Measure), align: 'right' as const },
    { heading: 'count', of: (row: Readonly<Record<string, unknown>>) => text(row['count']), align: 'right' as const },
  ];
  return `${head}\n\n${table(report.rows, columns)}`;
}

const text = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);

/** An empty denominator has no value and is shown as such. */
export function measureInWords(measure: Measure): string {
  if (measure === null || measure === undefined) return 'no value';
  if (typeof measure !== 'object') return String(measure);
  const { value, numerator, denominator } = measure;
  const fraction = numerator !== undefined && denominator !== undefined ? ` (${text(numerator)}/${text(denominator)})` : '';
  return `${value === undefined || value === null ? 'no value' : text(value)}${fraction}`;
}
