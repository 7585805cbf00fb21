import { invalid } from '#libs/platform';
import { scanRecord } from './csv-record.js';
import { type BrokenRow, type RawRow, textFault } from './raw-row.js';

/** A record longer than this (characters) is a quote that was never closed, not a cell. */
const maxRecord = 1024 * 1024;

export interface CsvOptions {
  readonly delimiter: string;
  /** Names of the columns where the file has no line with them. */
  readonly header: readonly string[] | null;
}

/**
 * Reads CSV as a stream, in batches. The first batch says the names of the columns. Cells stand in the order of the file; empty lines are no
 * rows. A record that cannot be taken apart (or has another number of cells than the header) is rejected with the number of the line it
 * begins on, and reading goes on with the line behind that one: so one open quote never swallows the rows that follow it.
 */
export async function* readCsv(
  text: AsyncIterable<string>,
  options: CsvOptions,
): AsyncGenerator<{ header: readonly string[]; rows: (RawRow | BrokenRow)[] }> {
  let header = options.header;
  let buffer = '';
  let line = 1;
  let row = 0;
  let first = true;
  const scan = (ended: boolean): (RawRow | BrokenRow)[] => {
    const rows: (RawRow | BrokenRow)[] = [];
    let at = 0;
    while (at < buffer.length) {
      if (buffer[at] === '\n' || (buffer[at] === '\r' && buffer[at + 1] === '\n')) {
        at = buffer.indexOf('\n', at) + 1;
        line++;
        continue;
      }
      let scanned = scanRecord(buffer, at, options.delimiter, ended);
      if (scanned === 'incomplete') {
        if (buffer.length - at <= maxRecord) break;
        scanned = {
          fault: { code: 'ROW_TOO_LONG', message: 'The row is longer than a million characters: a quote is opened and not closed' },
        };
      }
      const lineEnd = buffer.indexOf('\n', at);
      const nextLine = lineEnd < 0 ? buffer.length : lineEnd + 1;
      if (!header) {
        if ('fault' in scanned)
          throw invalid({
            code: 'IMPORT.HEADER_BROKEN',
            message: `The line with the column names cannot be read: ${scanned.fault.message}`,
          });
        header = scanned.cells.map((cell) => cell.trim());
        line += lineBreaks(buffer, at, scanned.next);
        at = scanned.next;
        continue;
      }
      row++;
      const fault =
        'fault' in scanned ? scanned.fault : (countFault(scanned.cells.length, header.length) ?? textFault(buffer.slice(at, scanned.next)));
      if (!('fault' in scanned) && !fault) {
        rows.push({ row, line, cells: scanned.cells });
        line += lineBreaks(buffer, at, scanned.next);
        at = scanned.next;
      } else {
        rows.push({ row, line, fault: fault! });
        line++;
        at = nextLine;
      }
    }
    buffer = buffer.slice(Math.min(at, buffer.length));
    return rows;
  };
  for await (const piece of text) {
    buffer += first && piece.startsWith('\uFEFF') ? piece.slice(1) : piece;
    if (piece.length > 0) first = false;
    const rows = scan(false);
    if (header && rows.length > 0) yield { header, rows };
  }
  const rest = scan(true);
  yield { header: header ?? [], rows: rest };
}

const countFault = (found: number, expected: number): { code: string; message: string } | null =>
  found === expected ? null : { code: 'ROW_COLUMN_COUNT', message: `The row has ${found} cells, the header has ${expected}` };

function lineBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
