import { decideAppend, decideDelete, type Decision, type Written, type WrittenEvent } from './decide-append.js';
import { type LogRecord, type ProposedEvent, TOMBSTONE } from './log-record.js';
import { type RecentIds } from './recent-ids.js';
import { isSoftDeleted, NEW_STREAM, type StreamHead, type StreamTarget, targetOf } from './stream-head.js';
import { parseMetadata, revivedMetadata, SOFT_DELETE_JSON } from './stream-metadata.js';
import { type WriteOperation, type WriteOutcome } from './write-operation.js';

export interface PlanStart {
  readonly position: number;
  readonly streamId: number;
  readonly nowMs: number;
  /** Committed heads of every stream that the batch names. */
  readonly heads: ReadonlyMap<string, StreamHead>;
  readonly recent: RecentIds;
  /** Committed events at revisions that retries may have taken, by `storedKey`. */
  readonly stored: ReadonlyMap<string, WrittenEvent>;
  newId(): string;
}

export const storedKey = (streamId: number, revision: number): string => `${streamId} ${revision}`;

/**
 * What one group commit will write. Operations are decided in the order they came, each on the state the ones before it leave, so the result
 * equals committing them one by one. Nothing leaves the plan unless its commit succeeds, except the ids in `recent`: take them back with `undo`.
 */
export class BatchPlan {
  readonly records: LogRecord[] = [];
  /** Beside `records`. */
  readonly streamIds: number[] = [];
  readonly newStreams: { readonly id: number; readonly name: string }[] = [];
  readonly heads = new Map<string, StreamHead>();
  private readonly pending = new Map<number, WrittenEvent[]>();
  private position: number;
  private streamId: number;

  constructor(private readonly start: PlanStart) {
    this.position = start.position;
    this.streamId = start.streamId;
  }

  get lastPosition(): number {
    return this.position;
  }

  get lastStreamId(): number {
    return this.streamId;
  }

  add(operation: WriteOperation): WriteOutcome {
    return operation.kind === 'append' ? this.append(operation) : this.delete(operation);
  }

  undo(): void {
    this.records.forEach((record, index) => this.start.recent.remove(this.streamIds[index]!, record.id));
  }

  private append({ stream, events, expected }: Extract<WriteOperation, { kind: 'append' }>): WriteOutcome {
    const target = targetOf(stream);
    const head = this.head(target.base);
    const ids = events.map((event) => event.id);
    const decision = decideAppend(head, target.half, ids, expected, this.written(head, target.half));
    if (decision.kind !== 'write') return refusedOrRepeated(decision);
    if (events.length === 0) return { kind: 'written', revision: lastOf(head, target.half), position: null };
    this.write(target, events);
    const { position } = this;
    if (isSoftDeleted(head)) this.revive(target, head);
    return { kind: 'written', revision: lastOf(this.head(target.base), target.half), position };
  }

  /** A soft-deleted stream that is written to lives again from its next revision on. */
  private revive({ base, half }: StreamTarget, before: StreamHead): void {
    const { metadataJson, metadata } = this.head(base);
    if (half === 'metadata' && metadata.truncateBefore === before.metadata.truncateBefore) return;
    const json = revivedMetadata(metadataJson, before.last + 1);
    if (json) this.write({ base, half: 'metadata' }, [metadataEvent(this.start.newId(), json)]);
  }

  private delete({ stream, hard, expected }: Extract<WriteOperation, { kind: 'delete' }>): WriteOutcome {
    const decision = decideDelete(this.head(stream), hard, expected);
    if (decision.kind !== 'write') return refusedOrRepeated(decision);
    const id = this.start.newId();
    if (hard) {
      const nothing = new Uint8Array();
      const tombstone = { id, type: '$streamDeleted', isJson: false, data: nothing, metadata: nothing };
      this.write({ base: stream, half: 'events' }, [tombstone], TOMBSTONE);
    } else {
      this.write({ base: stream, half: 'metadata' }, [metadataEvent(id, SOFT_DELETE_JSON)]);
    }
    return { kind: 'written', revision: this.head(stream).last, position: this.position };
  }

  private head(base: string): StreamHead {
    return this.heads.get(base) ?? this.start.heads.get(base) ?? NEW_STREAM;
  }

  /** At the next revisions, or the one at `revision`. */
  private write({ base, half }: StreamTarget, events: readonly ProposedEvent[], revision?: number): void {
    const before = this.head(base);
    const stream = half === 'events' ? base : `$$${base}`;
    const streamId = (half === 'events' ? before.id : before.metadataId) ?? this.newStream(stream);
    let last = revision === undefined ? lastOf(before, half) : revision - 1;
    let data: Uint8Array = before.metadataJson;
    for (const { id, type, isJson, data: payload, metadata } of events) {
      last += 1;
      data = payload;
      const position = ++this.position;
      this.records.push({
        position,
        stream,
        revision: last,
        id,
        type,
        isJson,
        createdMs: this.start.nowMs,
        data,
        metadata,
        frame: undefined,
      });
      this.streamIds.push(streamId);
      this.remember(streamId, { id, revision: last, position });
    }
    this.heads.set(base, half === 'events' ? withEvent(before, streamId, last) : withMetadata(before, streamId, last, data));
  }

  private newStream(name: string): number {
    const id = ++this.streamId;
    this.newStreams.push({ id, name });
    return id;
  }

  private remember(streamId: number, event: WrittenEvent): void {
    this.start.recent.add(streamId, event);
    const events = this.pending.get(streamId);
    if (events) events.push(event);
    else this.pending.set(streamId, [event]);
  }

  private written(head: StreamHead, half: StreamTarget['half']): Written {
    const streamId = half === 'events' ? head.id : head.metadataId;
    return {
      at: (revision) => {
        if (streamId === null) return undefined;
        const pending = this.pending.get(streamId);
        const index = pending ? revision - pending[0]!.revision : -1;
        return index >= 0 ? pending![index] : this.start.stored.get(storedKey(streamId, revision));
      },
      recent: (id) => this.start.recent.find(streamId, id),
    };
  }
}

const lastOf = (head: StreamHead, half: StreamTarget['half']): number => (half === 'events' ? head.last : head.metadataLast);

const withEvent = (head: StreamHead, id: number, revision: number): StreamHead =>
  revision === TOMBSTONE ? { ...head, id, tombstoned: true } : { ...head, id, last: revision };

const withMetadata = (head: StreamHead, metadataId: number, metadataLast: number, metadataJson: Uint8Array): StreamHead => ({
  ...head,
  metadataId,
  metadataLast,
  metadataJson,
  metadata: parseMetadata(metadataJson),
});

const metadataEvent = (id: string, data: Uint8Array): ProposedEvent => ({
  id,
  type: '$metadata',
  isJson: true,
  data,
  metadata: new Uint8Array(),
});

function refusedOrRepeated(decision: Exclude<Decision, { kind: 'write' }>): WriteOutcome {
  return decision.kind === 'repeated' ? { kind: 'written', revision: decision.revision, position: decision.position } : decision;
}
