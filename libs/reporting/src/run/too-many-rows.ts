import { invalid, type ProblemError } from '#libs/platform';

/** So many rows can still be read as a report. */
export const MOST_GROUPS = 50_000;

export const tooManyRows = (most: number): ProblemError =>
  invalid({
    code: 'REPORT.TOO_MANY_ROWS',
    message: `More than ${most} rows come out. Leave a dimension out, take a coarser one (month for day), or filter; what is behind a number comes as a list of any length (report leads)`,
    path: 'by',
  });
