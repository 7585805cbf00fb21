import { csvLine } from '#libs/platform';
import { type ReportTable } from './report-table.js';

/**
 * Spreadsheets take a cell that begins like this for a formula (OWASP, CSV injection); a leading apostrophe keeps it a text. A number is none: `-28733`
 * stays as it is.
 */
const FORMULA = /^(?!-?\d+(\.\d+)?$)[=+\-@\t\r]/;

/** RFC 4180 with a heading line; what is unknown is an empty cell. */
export const reportCsv = ({ columns, rows }: ReportTable): string =>
  [columns.map((column) => column.name), ...rows.map((row) => row.map(harmless))].map((cells) => csvLine(cells)).join('');

const harmless = (cell: string | number | boolean | null): string | number | boolean | null =>
  typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : cell;
