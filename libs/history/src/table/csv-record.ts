import { type CellFault } from '../column/column.js';

/** What begins at a place of the text: a record with the place behind it, a fault, or more text is needed to say. */
export type Scanned = { readonly cells: string[]; readonly next: number } | { readonly fault: CellFault } | 'incomplete';

const quote = '"';

/**
 * Takes one record of RFC 4180 apart that begins at `from`. A quote within a cell that does not begin with one is a character like any other
 * (`5" pipe`); behind a closing quote only a delimiter or the end of the line may follow. `ended`: no more text will come.
 */
export function scanRecord(text: string, from: number, delimiter: string, ended: boolean): Scanned {
  const lineEnd = text.indexOf('\n', from);
  if (lineEnd < 0 && !ended) return 'incomplete';
  const end = lineEnd < 0 ? text.length : lineEnd;
  const line = withoutReturn(text, from, end);
  if (!line.includes(quote)) return { cells: line.split(delimiter), next: end + 1 };
  return scanQuoted(text, from, delimiter, ended);
}

const withoutReturn = (text: string, from: number, end: number): string =>
  text.slice(from, text[end - 1] === '\r' && end > from ? end - 1 : end);

function scanQuoted(text: string, from: number, delimiter: string, ended: boolean): Scanned {
  const cells: string[] = [];
  let at = from;
  for (;;) {
    if (text[at] !== quote) {
      const stop = nextStop(text, at, delimiter);
      if (stop < 0 && !ended) return 'incomplete';
      const end = stop < 0 ? text.length : stop;
      if (text[end] === delimiter) {
        cells.push(text.slice(at, end));
        at = end + 1;
        continue;
      }
      cells.push(withoutReturn(text, at, end));
      return { cells, next: end + 1 };
    }
    const closed = closingQuote(text, at + 1);
    // A quote as the last character may be the first half of a doubled one.
    if (closed < 0 || (closed === text.length - 1 && !ended))
      return ended ? { fault: { code: 'ROW_QUOTE_OPEN', message: 'A quote is opened and never closed' } } : 'incomplete';
    cells.push(text.slice(at + 1, closed).replaceAll('""', quote));
    at = closed + 1;
    if (text[at] === delimiter) at++;
    else if (at >= text.length) return { cells, next: at + 1 };
    else if (text[at] === '\n') return { cells, next: at + 1 };
    else if (text[at] === '\r' && text[at + 1] === '\n') return { cells, next: at + 2 };
    else if (text[at] === '\r' && at + 1 === text.length) return ended ? { cells, next: at + 1 } : 'incomplete';
    else
      return {
        fault: {
          code: 'ROW_QUOTE_STRAY',
          message: `Behind a closing quote stands \`${text[at]}\`, neither a delimiter nor the end of the row`,
        },
      };
  }
}

function nextStop(text: string, from: number, delimiter: string): number {
  const line = text.indexOf('\n', from);
  const cell = text.indexOf(delimiter, from);
  return cell >= 0 && (line < 0 || cell < line) ? cell : line;
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf(quote, from);
  while (at >= 0 && text[at + 1] === quote) at = text.indexOf(quote, at + 2);
  return at;
}
