/**
 * One text for several sort keys, whose order by bytes is the order of the keys: no value first, then numbers by size, texts by code points.
 * So the sorter needs one column, whatever a mapping sorts by.
 */
export const orderKey = (keys: readonly (number | string | null)[]): string => keys.map(part).join('\u0001');

function part(key: number | string | null): string {
  if (key === null) return '0';
  return typeof key === 'number' ? `1${orderedNumber(key)}` : `1${key.replaceAll('\u0001', '\u0002')}`;
}

const bytes = Buffer.alloc(8);

/** The sixteen hexadecimal digits of a double, turned so that they sort as the numbers do: negative ones inverted, the others with the sign bit set. */
function orderedNumber(value: number): string {
  bytes.writeDoubleBE(value === 0 ? 0 : value);
  if ((bytes[0]! & 0x80) === 0) bytes[0]! |= 0x80;
  else for (let index = 0; index < 8; index++) bytes[index] = ~bytes[index]!;
  return bytes.toString('hex');
}
