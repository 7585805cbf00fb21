/** Element types, by the numbers that PostgreSQL gives them. */
const BOOL = 16;
const BYTEA = 17;
const INT8 = 20;
const TEXT = 25;
const UUID = 2950;
const HEADER_BYTES = 20;
const TWO_TO_32 = 4_294_967_296;

/**
 * One-dimensional arrays in PostgreSQL's binary form (`array_recv`): `pg` sends a Buffer parameter as binary, so values travel as they are
 * and not as text, which for payloads costs three times the bytes and most of the time of an insert.
 */
export function byteaArray(values: readonly Uint8Array[]): Buffer {
  let size = HEADER_BYTES;
  for (const value of values) size += 4 + value.length;
  const buffer = header(size, BYTEA, values.length);
  let offset = HEADER_BYTES;
  for (const value of values) {
    offset = buffer.writeInt32BE(value.length, offset);
    buffer.set(value, offset);
    offset += value.length;
  }
  return buffer;
}

export function textArray(values: readonly string[]): Buffer {
  const lengths = values.map((value) => Buffer.byteLength(value));
  const buffer = header(
    lengths.reduce((sum, length) => sum + 4 + length, HEADER_BYTES),
    TEXT,
    values.length,
  );
  let offset = HEADER_BYTES;
  values.forEach((value, index) => {
    offset = buffer.writeInt32BE(lengths[index]!, offset);
    offset += buffer.write(value, offset);
  });
  return buffer;
}

/** Numbers of 53 bits; Infinity stands for 2^63−1. */
export function int8Array(values: readonly number[]): Buffer {
  return fixed(INT8, 8, values, (buffer, value, offset) => {
    const [high, low] = value === Infinity ? [0x7fffffff, 0xffffffff] : [Math.floor(value / TWO_TO_32), value >>> 0];
    buffer.writeInt32BE(high, offset);
    buffer.writeUInt32BE(low, offset + 4);
  });
}

export const boolArray = (values: readonly boolean[]): Buffer =>
  fixed(BOOL, 1, values, (buffer, value, offset) => buffer.writeUInt8(value ? 1 : 0, offset));

/** Of UUIDs in their usual text form. */
export const uuidArray = (values: readonly string[]): Buffer =>
  fixed(UUID, 16, values, (buffer, value, offset) => buffer.write(value.replaceAll('-', ''), offset, 'hex'));

function fixed<T>(type: number, bytes: number, values: readonly T[], write: (buffer: Buffer, value: T, offset: number) => void): Buffer {
  const buffer = header(HEADER_BYTES + (4 + bytes) * values.length, type, values.length);
  let offset = HEADER_BYTES;
  for (const value of values) {
    offset = buffer.writeInt32BE(bytes, offset);
    write(buffer, value, offset);
    offset += bytes;
  }
  return buffer;
}

function header(size: number, elementType: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(size);
  buffer.writeInt32BE(1, 0); // dimensions
  buffer.writeInt32BE(0, 4); // no nulls
  buffer.writeInt32BE(elementType, 8);
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16); // lower bound
  return buffer;
}
