import { assertNever } from '#libs/platform';
import { type EngineLimits } from '../facts/report-engine.js';
import { reportCsv } from './report-csv.js';
import { reportPage } from './report-page.js';
import { reportParquet } from './report-parquet.js';
import { reportTable } from './report-table.js';
import { type ShownReport } from './shown-report.js';

/** What a report can be given away as, beside JSON. */
export type ReportFormat = 'csv' | 'parquet' | 'html';

export const reportMediaTypes: Readonly<Record<ReportFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  parquet: 'application/vnd.apache.parquet',
  html: 'text/html; charset=utf-8',
};

export async function reportFile(shown: ShownReport, format: ReportFormat, limits: Omit<EngineLimits, 'folder'>): Promise<Buffer> {
  const { report, definition } = shown;
  switch (format) {
    case 'csv':
      return Buffer.from(reportCsv(reportTable(report, definition)));
    case 'parquet':
      return reportParquet(reportTable(report, definition), report.receipt, limits);
    case 'html':
      return Buffer.from(reportPage(shown));
    default:
      return assertNever(format);
  }
}
