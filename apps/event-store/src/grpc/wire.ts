/**
 * Protobuf's wire format, as far as the answers of this server need it. Answers are written by hand and not by the generated classes because they are
 * the hot path: an event goes out as one buffer, made once and shared by all its readers.
 */
export class WireMessage {
  private readonly parts: Uint8Array[] = [];

  /** `text` is for numbers beyond 2^53: decimal digits of an unsigned 64-bit integer. */
  uint(field: number, value: number | string): this {
    this.parts.push(varint(field << 3), varint(typeof value === 'string' ? BigInt(value) : value));
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.parts.push(varint((field << 3) | 2), varint(value.length), value);
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, Buffer.from(value));
  }

  message(field: number, value: WireMessage): this {
    return this.bytes(field, value.toBuffer());
  }

  empty(field: number): this {
    return this.bytes(field, NOTHING);
  }

  toBuffer(): Buffer {
    return Buffer.concat(this.parts);
  }
}

const NOTHING = new Uint8Array();

function varint(value: number | bigint): Uint8Array {
  if (typeof value === 'number' && value < 0x80) return Uint8Array.of(value);
  const bytes: number[] = [];
  if (typeof value === 'number' && value <= Number.MAX_SAFE_INTEGER) {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
    bytes.push(rest);
  } else {
    let rest = BigInt(value);
    for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
    bytes.push(Number(rest));
  }
  return Uint8Array.from(bytes);
}
