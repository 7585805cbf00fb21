import { type Outgoing, send } from './open-calls.js';

/** So much goes out in one write. */
const WRITE_BYTES = 32 * 1024;

/**
 * Several messages in one write. On the wire a message stands behind five bytes, a flag and its length, and ends where that length says; so one buffer can
 * hold any number. Each write goes through all layers of the server and waits for the one before. Of an encoded message the gRPC server wants its size, and that it
 * copies itself behind the five bytes that were written for the whole: they are made those of the first message here.
 */
class JoinedFrames {
  readonly byteLength: number;

  constructor(private readonly frames: readonly Buffer[]) {
    this.byteLength = frames.reduce((sum, { length }) => sum + HEADER_BYTES + length, -HEADER_BYTES);
  }

  copy(target: Buffer, start: number): void {
    let at = start - HEADER_BYTES;
    for (const frame of this.frames) {
      target[at] = 0;
      target.writeUInt32BE(frame.length, at + 1);
      at += HEADER_BYTES + frame.copy(target, at + HEADER_BYTES);
    }
  }
}

const HEADER_BYTES = 5;

/** One encoded answer, or several in order. */
export const joined = (frames: readonly Buffer[]): Buffer =>
  frames.length === 1 ? frames[0]! : (new JoinedFrames(frames) as unknown as Buffer);

/** Collects the answers of one call. */
export class FrameWriter {
  private frames: Buffer[] = [];
  private bytes = 0;

  constructor(
    private readonly call: Outgoing,
    private readonly signal: AbortSignal,
  ) {}

  /** Answers as `flush`; what was added goes out with the next `flush` at the latest. */
  add(frame: Buffer): true | Promise<boolean> {
    this.frames.push(frame);
    this.bytes += frame.length;
    return this.bytes < WRITE_BYTES ? true : this.flush();
  }

  /** With all that was added before, at once; false: the call is over. */
  async send(frame: Buffer): Promise<boolean> {
    return (await this.add(frame)) && this.flush();
  }

  /** True when more may be added at once, else a promise that waits until the client has taken what was sent (false: the call is over). */
  flush(): true | Promise<boolean> {
    if (this.frames.length === 0) return true;
    const { frames } = this;
    this.frames = [];
    this.bytes = 0;
    return send(this.call, joined(frames), this.signal);
  }
}
