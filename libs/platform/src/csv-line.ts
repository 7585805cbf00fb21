/** One line of CSV as RFC 4180 writes it; what is null is an empty cell. */
export const csvLine = (cells: readonly (string | number | boolean | null)[], lineEnd = '\r\n'): string =>
  cells.map(cell).join(',') + lineEnd;

function cell(value: string | number | boolean | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
