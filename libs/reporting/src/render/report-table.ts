import { type Definition, type Measure } from '../definitions/definition.js';
import { isPerCurrency, unitInWords, unitOf } from '../definitions/measure-unit.js';
import { type Report } from '../run/run-report.js';
import { type ReportRow } from '../run/report-request.js';
import { namedApart } from './column-names.js';
import { unknownInWords } from './unknown-in-words.js';

type Cell = string | number | boolean | null;

/**
 * A report as a flat table for other programs: every row carries what its numbers mean (definition, version and its state, period, zone, filter, position,
 * enforcement, result hash, units, what was unknown, and from when on nothing more can come).
 */
export interface ReportTable {
  readonly columns: readonly { readonly name: string; readonly type: 'VARCHAR' | 'DOUBLE' | 'BIGINT' }[];
  readonly rows: readonly (readonly Cell[])[];
}

interface Figure {
  readonly value: number | null;
  readonly exact?: { readonly numerator: string; readonly denominator: string };
  readonly count: number;
  readonly because?: string;
}

const noFigure: Figure = { value: null, count: 0 };

export function reportTable(report: Report, definition: Definition): ReportTable {
  const currency = report.rows.some((row) => 'currency' in row) && !report.by.includes('currency') ? ['currency'] : [];
  const dimensions = [...report.by, ...currency];
  const [first, ...others] = definition.measures;
  const shown = [{ prefix: '', measure: first.measure }, ...others.map(({ name, measure }) => ({ prefix: `${name}_`, measure }))];
  const stated: (readonly [name: string, value: unknown])[] = [
    ['definition', report.definition],
    ['version', report.version],
    ['from', report.from],
    ['to', report.to],
    ['time_zone', report.timeZone],
    ['date_basis', report.dateBasis],
    ['known_at', report.knownAt],
    ['position', report.position],
    ['enforcement', report.receipt.enforcement],
    ['result_hash', report.receipt.resultHash],
    ['version_state', report.state],
    ['where', report.where],
    ['unit', report.unit],
    ...others.map(({ name, measure }): [string, unknown] => [`${name}_unit`, unitInWords(unitOf(measure)) || null]),
    ['unknown', report.unknown.map(unknownInWords).join(' | ') || null],
  ];
  return {
    columns: namedApart([
      ...dimensions.map((name) => ({ name, type: 'VARCHAR' as const })),
      ...shown.flatMap(({ prefix, measure }) => [
        { name: `${prefix}value`, type: 'DOUBLE' as const },
        { name: `${prefix}numerator`, type: 'VARCHAR' as const },
        { name: `${prefix}denominator`, type: 'VARCHAR' as const },
        { name: `${prefix}count`, type: 'BIGINT' as const },
        ...(saysWhy(measure, definition) ? [{ name: `${prefix}because`, type: 'VARCHAR' as const }] : []),
      ]),
      ...[...stated.map(([name]) => name), 'mature_from'].map((name) => ({ name, type: 'VARCHAR' as const })),
    ]),
    rows: report.rows.map((row) => [
      ...dimensions.map((name) => textOrNull(row[name])),
      ...[row as unknown as Figure, ...others.map(({ name }) => furtherOf(row)[name] ?? noFigure)].flatMap((figure, index) =>
        figureCells(figure, saysWhy(shown[index]!.measure, definition)),
      ),
      ...[...stated.map(([, value]) => value), row['matureFrom']].map(textOrNull),
    ]),
  };
}

const textOrNull = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value as string | number | boolean);
const furtherOf = (row: ReportRow): Readonly<Record<string, Figure>> => (row['measures'] ?? {}) as Readonly<Record<string, Figure>>;
const figureCells = ({ value, exact, count, because }: Figure, isExplained: boolean): Cell[] => [
  value,
  exact?.numerator ?? null,
  exact?.denominator ?? null,
  count,
  ...(isExplained ? [because ?? null] : []),
];

/** A formula and converted money have a further column: why there is no value. */
const saysWhy = (measure: Measure, { convert }: Definition): boolean =>
  measure.kind === 'formula' || (convert !== null && isPerCurrency(measure));
