import { type Bar } from '../output/chart.js';
import { facts, table } from '../output/table.js';

/** What the API says of a number; fields that a script may rely on. */
export interface ReportAnswer {
  readonly definition: string;
  readonly version: number;
  readonly state: string;
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly dateBasis: string;
  readonly position: string;
  readonly unit: string;
  readonly by: readonly string[];
  readonly vocabularies?: readonly { readonly name: string; readonly version: number }[];
  readonly total: number | null;
  readonly totalExact: unknown;
  /** Of money, by currency. */
  readonly totals?: readonly Row[];
  readonly rows: readonly Row[];
  readonly matureFrom?: string | null;
  readonly comparison?: ComparisonAnswer;
  readonly unknown?: readonly { readonly clause: string; readonly rows: number; readonly of: number; readonly knownFrom: string | null }[];
  readonly receipt: { readonly resultHash: string; readonly enforcement: string };
}

type Row = Readonly<Record<string, unknown>>;

/** The number with everything that gives it a meaning: definition, period, zone and position. */
export function reportInWords(report: ReportAnswer): string {
  const head = facts([
    [
      'number',
      `${report.title} (${report.definition}@${report.version}${report.state === 'published' ? '' : `, a ${report.state}: no figure`})`,
    ],
    ['period', `${report.from} to ${report.to} (${report.timeZone}, by ${report.dateBasis})`],
    ['position', report.position],
    ['enforcement', report.receipt.enforcement],
    ...vocabulariesInWords(report),
    ['total', `${totalInWords(report)}`],
    ...(report.matureFrom ? [['immature', `until ${report.matureFrom}: more may come`] as [string, string]] : []),
    ...comparisonInWords(report),
    ...(report.unknown ?? []).map(({ clause, rows, of, knownFrom }): [string, string] => [
      'unknown',
      `${clause} of ${rows} of ${of} rows${knownFrom === null ? '' : `; first known of ${knownFrom}`}`,
    ]),
    ['receipt', report.receipt.resultHash],
  ]);
  return report.by.length === 0 && furtherMeasures(report).length === 0 ? head : `${head}\n\n${rowsInWords(report)}`;
}

const vocabulariesInWords = ({ vocabularies = [] }: ReportAnswer): [string, string][] =>
  vocabularies.length === 0 ? [] : [['vocabularies', vocabularies.map(({ name, version }) => `${name}@${version}`).join(', ')]];

interface ComparisonAnswer {
  readonly from: string;
  readonly to: string;
  readonly total: number | null;
  readonly totalExact: unknown;
  readonly difference: { readonly value: number } | null;
  readonly relative: { readonly value: number } | null;
}

function comparisonInWords({ comparison, unit }: ReportAnswer): [string, string][] {
  if (!comparison) return [];
  const { from, to, total, difference, relative } = comparison;
  const signed = (value: number): string => `${value > 0 ? '+' : ''}${text(rounded(value))}`;
  const change = difference === null ? 'no comparison' : signed(difference.value);
  const share = relative === null ? '' : `, ${signed(relative.value * 100)} %`;
  return [['before', `${total === null ? 'no value' : text(rounded(total))} ${unit} from ${from} to ${to} (${change}${share})`]];
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** The rows as a table: dimensions, value, count, the measures beside the value, and why there is no value where that is known. */
export function rowsInWords(report: ReportAnswer): string {
  const { by, rows } = report;
  return table(rows, [
    ...by.map((name) => ({ heading: name, of: (row: Row) => text(row[name]) })),
    { heading: 'value', of: (row: Row) => figureInWords(row), align: 'right' as const },
    { heading: 'count', of: (row: Row) => text(row['count']), align: 'right' as const },
    ...furtherMeasures(report).map((name) => ({
      heading: name,
      of: (row: Row) => figureInWords(measuresOf(row)[name] ?? {}),
      align: 'right' as const,
    })),
    { heading: 'because', of: becauseOf, optional: true as const },
    { heading: 'mature from', of: (row: Row) => (row['immature'] === true ? text(row['matureFrom']) : null), optional: true as const },
  ]);
}

const measuresOf = (row: Row): Readonly<Record<string, Row>> => (row['measures'] ?? {}) as Readonly<Record<string, Row>>;

/** Names of the measures that stand beside the value, in the order of the definition. */
const furtherMeasures = ({ rows }: ReportAnswer): string[] => [...new Set(rows.flatMap((row) => Object.keys(measuresOf(row))))];

const figureInWords = ({ value, exact, count }: Row): string => measureInWords(value, exact, count);

/** Why the value is not there; of a measure beside it, with its name. */
function becauseOf(row: Row): string | null {
  const further = Object.entries(measuresOf(row)).map(([name, { because }]) => [`${name}: `, because] as const);
  const said = [['', row['because']] as const, ...further].filter(([, because]) => typeof because === 'string');
  return said.map(([name, because]) => `${name}${text(because)}`).join('; ') || null;
}

/** The rows as bars, in the order of the report. */
export const chartBars = ({ by, rows }: ReportAnswer): Bar[] =>
  rows.map((row) => ({
    label:
      [...by, ...('currency' in row && !by.includes('currency') ? ['currency'] : [])]
        .map((name) => text(row[name]) ?? 'unknown')
        .join(' · ') || 'total',
    value: typeof row['value'] === 'number' ? row['value'] : null,
    shown: figureInWords(row),
  }));

const text = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);

/** The total with its unit; of money in several currencies one for each. */
export function totalInWords({ total, totalExact, totals = [], rows, unit }: ReportAnswer): string {
  if (total === null && totals.length > 1)
    return totals.map((row) => `${figureInWords(row)} ${text(row['currency']) ?? 'of unknown currency'}`).join(', ');
  const [only, ...others] = rows;
  if (total === null && others.length === 0 && typeof only?.['because'] === 'string') return `no value: ${only['because']}`;
  const count = rows.reduce((sum, row) => sum + Number(row['count'] ?? 0), 0);
  return `${measureInWords(total, totalExact, count)} ${unit}`;
}

/** An empty denominator has no value and is shown as such. Fractions are rounded here, and only here; a share also shows what it is a share of. */
function measureInWords(value: unknown, exact: unknown, count: unknown): string {
  if (value === null || value === undefined) return 'no value';
  const shown = typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(3) : (text(value) ?? '');
  const fraction =
    typeof exact === 'object' && exact !== null && 'numerator' in exact && 'denominator' in exact && exact.denominator === String(count)
      ? ` (${text(exact.numerator)}/${text(exact.denominator)})`
      : '';
  return `${shown}${fraction}`;
}
