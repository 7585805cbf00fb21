/** Reads the protobuf wire format of one message, field by field. */
export class WireReader {
  private readonly buffer: Buffer;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Field number and wire type as they stand there (`field << 3 | type`); 0 where the message, which ends at `end`, has no more. */
  tag(end = this.buffer.length): number {
    return this.at < end ? this.varint() : 0;
  }

  /** Exact up to 2^53. */
  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.buffer[this.at++]!;
      value += (byte & 127) * scale;
      if (!(byte >= 128)) return value;
    }
  }

  /** Where the message that comes next ends. */
  messageEnd(): number {
    const end = this.varint() + this.at;
    if (end > this.buffer.length) throw new RangeError('The message is cut off');
    return end;
  }

  /** A view, not a copy. */
  bytes(): Buffer {
    const end = this.messageEnd();
    return this.buffer.subarray(this.at, (this.at = end));
  }

  text(): string {
    const end = this.messageEnd();
    return this.buffer.toString('utf8', this.at, (this.at = end));
  }

  /** Passes over the field behind a tag, whatever it is. */
  skip(tag: number): void {
    const type = tag & 7;
    if (type === 0) this.varint();
    else if (type === 2) this.at = this.messageEnd();
    else if (type === 1 || type === 5) this.at += type === 1 ? 8 : 4;
    else throw new RangeError(`No field begins with ${tag}`);
  }
}
