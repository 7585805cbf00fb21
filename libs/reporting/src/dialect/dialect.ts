import { duckdbReports } from './duckdb.dialect.js';
import { type ReportDialect } from './report-dialect.js';

/** What reports are compiled to. */
export const dialect: ReportDialect = duckdbReports;
