/**
 * One text for several sort keys, whose order by bytes is the order of the keys: no value first, then numbers by size, texts by code points.
 * So the sorter needs one column, whatever a mapping sorts by.
 */
export const orderKey = (keys: readonly (number | string | null)[]): string => keys.map(part).join('\u0001');

function part(key: number | string | null): string {
  if (key === null) return '0';
  return typeof key === 'number' ? `1${orderedNumber(key)}` : `1${key.replaceAll('\u0001', '\u0002')}`;
}

const bits = new DataView(new ArrayBuffer(8));

/** The sixteen hexadecimal digits of a double, turned so that they sort as the numbers do: negative ones inverted, the others with the sign bit set. */
function orderedNumber(value: number): string {
  bits.setFloat64(0, value === 0 ? 0 : value);
  const [high, low] = [bits.getUint32(0), bits.getUint32(4)];
  const negative = high >>> 31 === 1;
  return hex(negative ? ~high : high | 0x80000000) + hex(negative ? ~low : low);
}

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');
