/** How numbers of a column are written: `1.054,50` has decimal `,` and thousands `.`. */
export interface NumberFormat {
  readonly decimal: '.' | ',';
  readonly thousands: '' | '.' | ',' | ' ' | "'" | '_';
}

const plain = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/**
 * The number as an exact decimal text without needless zeros (`1054.5`), never through a float; null where it is none.
 * Thousands separators must stand where they belong, so that a date or a decimal in the wrong notation is not read as a number.
 */
export function readNumber(text: string, format: NumberFormat): string | null {
  let digits = text;
  if (format.thousands !== '' && digits.includes(format.thousands)) {
    const separator = format.thousands.replace(/[.]/g, '\\$&');
    const grouped = new RegExp(`^[+-]?\\d{1,3}(?:${separator}\\d{3})+(?:\\${format.decimal}\\d+)?$`);
    if (!grouped.test(digits)) return null;
    digits = digits.replaceAll(format.thousands, '');
  }
  if (format.decimal === ',') {
    if (digits.includes('.')) return null;
    digits = digits.replace(',', '.');
  }
  const match = plain.exec(digits) ?? scientific(digits);
  if (!match) return null;
  const whole = match[2]!.replace(/^0+(?=\d)/, '');
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  const value = fraction === '' ? whole : `${whole}.${fraction}`;
  return match[1] === '-' && value !== '0' ? `-${value}` : value;
}

/** `1.5e3`, as spreadsheets and JSON write large numbers; only where it stays a whole digit string. */
function scientific(text: string): RegExpExecArray | null {
  if (!/^[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,2}$/.test(text)) return null;
  const fixed = Number(text).toFixed(12);
  return Number(fixed) === Number(text) ? plain.exec(fixed) : null;
}
