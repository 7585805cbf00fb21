import { type ReportComparison, type ReportDiff, wholeLists } from '../compare/report-diff.js';

/** A comparison as one document, for histories of a test. */
export const whole = async ({ entries, ...reports }: ReportComparison): Promise<Omit<ReportComparison, 'entries'> & ReportDiff> => ({
  ...reports,
  ...(await wholeLists(entries)),
});
