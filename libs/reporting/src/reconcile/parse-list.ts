import { CsvError, parse } from 'csv-parse/sync';
import { invalid, type Violation } from '#libs/platform';
import { type WonDeal } from './reconciliation.js';

export interface ListedDeal extends WonDeal {
  readonly line: number;
  readonly reference: string;
  readonly wonOn: string;
}

const MOST_ROWS = 20_000;
const known = ['lead', 'won_on', 'amount', 'currency'];

/** Reads the list. Throws 422 `RECONCILE.…` with every row that cannot be read. */
export function parseList(csv: string): readonly ListedDeal[] {
  const [heading = [], ...rows] = read(csv);
  const columns = heading.map((name) => name.trim().toLowerCase());
  const problems: Violation[] = ['lead', 'won_on']
    .filter((name) => !columns.includes(name))
    .map((name) => ({
      code: 'RECONCILE.COLUMN',
      message: `The list has no column ${name}; it has ${columns.join(', ') || 'none'}`,
      path: 'csv',
    }));
  for (const name of columns.filter((each) => !known.includes(each)))
    problems.push({ code: 'RECONCILE.COLUMN', message: `${name} is not known: a list has ${known.join(', ')}`, path: 'csv' });
  if (rows.length > MOST_ROWS)
    problems.push({ code: 'RECONCILE.TOO_LONG', message: `The list has ${rows.length} rows; ask for ${MOST_ROWS} at a time`, path: 'csv' });
  const deals = problems.length > 0 ? [] : rows.map((row, index) => dealOf(columns, row, index + 2, problems));
  const [first, ...others] = problems;
  if (first) throw invalid(first, ...others);
  return deals;
}

function read(csv: string): string[][] {
  try {
    return parse(csv, { bom: true, relax_column_count: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw invalid({ code: 'RECONCILE.CSV', message: error.message, path: 'csv' });
  }
}

function dealOf(columns: readonly string[], row: readonly string[], line: number, problems: Violation[]): ListedDeal {
  const cell = (name: string): string | null => row[columns.indexOf(name)]?.trim() || null;
  const refuse = (message: string): void => void problems.push({ code: 'RECONCILE.ROW', message, path: `line ${line}` });
  const [reference, wonOn, amount, currency] = [cell('lead'), cell('won_on'), cell('amount'), cell('currency')];
  if (reference === null) refuse('lead is empty: name it by its id or by source:external-id');
  const isDate = wonOn !== null && /^\d{4}-\d{2}-\d{2}$/.test(wonOn) && !Number.isNaN(Date.parse(wonOn));
  if (!isDate) refuse(`won_on ${wonOn ?? 'is empty'} is no date, such as 2026-03-31`);
  if (amount !== null && !/^-?\d{1,15}(\.\d{1,6})?$/.test(amount)) refuse(`amount ${amount} is no decimal: write 1200.50`);
  if (amount !== null && currency === null) refuse('an amount needs its currency');
  return { line, reference: reference ?? '', wonOn: wonOn ?? '', amount, currency };
}
