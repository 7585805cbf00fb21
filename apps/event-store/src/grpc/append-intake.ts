import { type ProposedEvent } from '../log/log-record.js';
import { checkedEvent, type ProposedFields } from './append-request.js';
import { appendTooLarge, badRequest } from './call-errors.js';

/** Beside its data an append may hold this much metadata; the protocol counts data only, memory counts both. */
const MAX_METADATA_BYTES = 16 * 1_048_576;

/** The events of one append as they arrive. After the first that is refused the rest is read and dropped, so memory stays bounded. */
export class AppendIntake {
  private taken: ProposedEvent[] = [];
  private dataBytes = 0;
  private metadataBytes = 0;
  private refusal: unknown = null;

  constructor(private readonly maxDataBytes: number) {}

  get bytes(): number {
    return this.dataBytes + this.metadataBytes;
  }

  add(proposed: ProposedFields): void {
    if (this.refusal !== null) return;
    try {
      const event = checkedEvent(proposed);
      this.dataBytes += event.data.length;
      this.metadataBytes += event.metadata.length;
      if (this.dataBytes > this.maxDataBytes) throw appendTooLarge(this.maxDataBytes);
      if (this.metadataBytes > MAX_METADATA_BYTES) throw badRequest(`An append may hold ${MAX_METADATA_BYTES} bytes of metadata`);
      this.taken.push(event);
    } catch (error) {
      this.refuse(error);
    }
  }

  refuse(error: unknown): void {
    this.refusal ??= error;
    this.taken = [];
    this.dataBytes = 0;
    this.metadataBytes = 0;
  }

  /** All events, in order. Throws the first refusal. */
  events(): readonly ProposedEvent[] {
    if (this.refusal !== null) throw this.refusal;
    return this.taken;
  }
}
