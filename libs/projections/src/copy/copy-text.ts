import { type CellValue, type Row } from '../sequence-projection.js';
import { withoutNul } from '../without-nul.js';

const SPECIAL = /[\\\t\n\r\0]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '\ufffd' };

/** One row in the text format of COPY. Objects become JSON; U+0000, which PostgreSQL text cannot hold, becomes U+FFFD as it does live. */
export function copyLine(columns: readonly string[], row: Row): string {
  let line = copyCell(row[columns[0]!]);
  for (let index = 1; index < columns.length; index++) line += `\t${copyCell(row[columns[index]!])}`;
  return `${line}\n`;
}

function copyCell(cell: CellValue | undefined): string {
  switch (typeof cell) {
    case 'string':
      return copiedText(cell);
    case 'number':
      return String(cell);
    case 'boolean':
      return cell ? 't' : 'f';
    case 'undefined':
      return '\\N';
    default:
      return cell === null ? '\\N' : copiedJson(withoutNul(JSON.stringify(cell)));
  }
}

export const copiedText = (text: string): string => (SPECIAL.test(text) ? text.replace(/[\\\t\n\r\0]/g, (char) => ESCAPES[char]!) : text);

/** JSON has control characters escaped already. */
export const copiedJson = (json: string): string => (json.includes('\\') ? json.replaceAll('\\', '\\\\') : json);
