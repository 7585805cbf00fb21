import { type LogRecord } from './log-record.js';

const MAX_RECORDS = 2_000;
const MAX_BYTES = 1_048_576;

/**
 * Hands every commit to those who follow the log. Each follower has a bounded buffer of shared records; one that does not keep up overflows,
 * loses the buffer and reads on from the database, so a slow one costs neither memory nor anybody else's time.
 */
export class LiveFeed {
  private readonly all = new Set<LiveBuffer>();
  private readonly byStream = new Map<string, Set<LiveBuffer>>();

  /** Open it before reading the tail: what is committed from now on is in the buffer, what was before is in the database. */
  open(stream?: string): LiveBuffer {
    const buffers = stream === undefined ? this.all : (this.byStream.get(stream) ?? new Set());
    if (stream !== undefined) this.byStream.set(stream, buffers);
    const buffer = new LiveBuffer(() => {
      buffers.delete(buffer);
      if (stream !== undefined && buffers.size === 0) this.byStream.delete(stream);
    });
    buffers.add(buffer);
    return buffer;
  }

  publish(records: readonly LogRecord[]): void {
    for (const buffer of this.all) buffer.push(records);
    if (this.byStream.size === 0) return;
    for (const record of records) {
      for (const buffer of this.byStream.get(record.stream) ?? []) buffer.push([record]);
    }
  }

  /** After a commit of unknown outcome: everybody looks into the database. */
  overflowAll(): void {
    for (const buffer of this.all) buffer.overflow();
    for (const buffers of this.byStream.values()) for (const buffer of buffers) buffer.overflow();
  }
}

export class LiveBuffer {
  private records: LogRecord[] = [];
  private bytes = 0;
  private overflown = false;
  private wake: (() => void) | null = null;

  constructor(readonly close: () => void) {}

  get hasOverflown(): boolean {
    return this.overflown;
  }

  push(records: readonly LogRecord[]): void {
    if (this.overflown) return;
    for (const record of records) {
      this.records.push(record);
      this.bytes += record.data.length + record.metadata.length + 200;
    }
    if (this.records.length > MAX_RECORDS || this.bytes > MAX_BYTES) this.overflow();
    else this.wake?.();
  }

  overflow(): void {
    this.overflown = true;
    this.records = [];
    this.wake?.();
  }

  /** The next records in log order, once there are some; null after an overflow; empty when `signal` aborts. */
  async take(signal: AbortSignal): Promise<readonly LogRecord[] | null> {
    while (this.records.length === 0 && !this.overflown && !signal.aborted) await this.woken(signal);
    if (this.overflown) return null;
    const taken = this.records;
    this.records = [];
    this.bytes = 0;
    return taken;
  }

  private woken(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.wake = () => {
        this.wake = null;
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const wake = this.wake;
      signal.addEventListener('abort', wake);
    });
  }
}
