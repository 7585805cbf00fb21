const INITIAL_BYTES = 16 * 1024;
/** A length of four bytes holds 2^28 − 1: more than any message of a store. */
const LENGTH_BYTES = 4;

/** Protobuf's wire format, written straight into one buffer. */
export class ProtoWriter {
  private buffer = Buffer.allocUnsafe(INITIAL_BYTES);
  private at = 0;

  get length(): number {
    return this.at;
  }

  uint(field: number, value: number): void {
    this.reserve(16);
    this.buffer[this.at++] = field << 3;
    this.varint(value);
  }

  text(field: number, value: string): void {
    const length = Buffer.byteLength(value);
    this.reserve(length + 16);
    this.buffer[this.at++] = (field << 3) | 2;
    this.varint(length);
    this.at += this.buffer.write(value, this.at);
  }

  /** Its length is known afterwards only, so its varint is written in as many bytes as any takes. */
  message(field: number, write: (writer: this) => void): void {
    this.reserve(16);
    this.buffer[this.at++] = (field << 3) | 2;
    const start = (this.at += LENGTH_BYTES);
    write(this);
    let length = this.at - start;
    for (let at = start - LENGTH_BYTES; at < start; at++, length >>>= 7) this.buffer[at] = (length & 0x7f) | (at < start - 1 ? 0x80 : 0);
  }

  /** What was written since the last time. */
  take(): Buffer {
    const written = Buffer.from(this.buffer.subarray(0, this.at));
    this.at = 0;
    return written;
  }

  private varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.buffer[this.at++] = (rest % 0x80) | 0x80;
    this.buffer[this.at++] = rest;
  }

  private reserve(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.buffer.length, this.at + bytes));
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }
}
