import { type CellValue } from '../sequence-projection.js';
import { withoutNul } from '../without-nul.js';

const SPECIAL = /[\\\t\n\r\0]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '\ufffd' };

/** One row in the text format of COPY. Objects become JSON; U+0000, which PostgreSQL text cannot hold, becomes U+FFFD as it does live. */
export function copyLine(cells: readonly (CellValue | undefined)[]): string {
  let line = copyCell(cells[0]);
  for (let index = 1; index < cells.length; index++) line += `\t${copyCell(cells[index])}`;
  return `${line}\n`;
}

function copyCell(cell: CellValue | undefined): string {
  switch (typeof cell) {
    case 'string':
      return escaped(cell);
    case 'number':
      return String(cell);
    case 'boolean':
      return cell ? 't' : 'f';
    case 'undefined':
      return '\\N';
    default:
      return cell === null ? '\\N' : escaped(withoutNul(JSON.stringify(cell)));
  }
}

const escaped = (text: string): string => (SPECIAL.test(text) ? text.replace(/[\\\t\n\r\0]/g, (char) => ESCAPES[char]!) : text);
