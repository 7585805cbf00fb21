import { type ServerDuplexStream } from '@grpc/grpc-js';
import { type BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import { type ExpectedRevision } from '../log/log-record.js';
import { type Store } from '../store.js';
import { AppendIntake } from './append-intake.js';
import { parseExpected, parseStreamName } from './append-request.js';
import { type BatchRequest } from './batch-request.js';
import { badRequest } from './call-errors.js';
import { batchDeleted, batchFailure, batchSuccess, batchTimeout, batchWrongVersion } from './batch-response.js';
import { joined } from './frame-writer.js';
import { type OpenCalls } from './open-calls.js';

/** Generous: the client's deadline is an absolute time by its own clock, and the clocks of two machines differ. */
const MIN_RECEIPT_MS = 30_000;
const MAX_RECEIPT_MS = 60_000;
/** A client that pipelines more than this waits: what it sent is held in memory until it is committed. */
const MAX_IN_FLIGHT_BYTES = 32 * 1_048_576;

type BatchCall = ServerDuplexStream<BatchRequest, Buffer>;

interface Receiving {
  readonly correlationId: Buffer;
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly intake: AppendIntake;
  /** Where not all of it came at once. */
  readonly timer?: NodeJS.Timeout;
}

/**
 * `Streams.BatchAppend`: one long-lived stream for all appends of a client, chunks keyed by correlation id. Each append is executed when its
 * final chunk is there, in that order, and gets **exactly one** answer, whatever happens to it; the call itself never ends with OK while the
 * client is open. (A second answer, or one without its parts, kills the official client.)
 */
export function batchAppendHandler(store: Store, calls: OpenCalls) {
  return (call: BatchCall): void => {
    calls.track(call);
    new BatchAppends(store, call);
  };
}

class BatchAppends {
  private readonly receiving = new Map<string, Receiving>();
  /** Answered before their final chunk came; what still comes of them is dropped. */
  private readonly answered = new Set<string>();
  private readonly replies: Buffer[] = [];
  private inFlight = 0;
  private inFlightBytes = 0;
  private ended = false;
  private over = false;

  constructor(
    private readonly store: Store,
    private readonly call: BatchCall,
  ) {
    call.on('data', (request: BatchRequest) => this.take(request));
    call.on('end', () => {
      this.ended = true;
      this.endWhenDone();
    });
    const stop = (): void => {
      this.over = true;
      for (const { timer } of this.receiving.values()) clearTimeout(timer);
      this.receiving.clear();
    };
    call.on('error', stop);
    call.once('cancelled', stop);
    call.once('finish', stop);
  }

  private take(request: BatchRequest): void {
    const key = request.correlationId.toString('latin1');
    if (this.answered.has(key)) {
      if (request.isFinal) this.answered.delete(key);
      return;
    }
    const append = this.receiving.get(key) ?? this.begin(request, key);
    if (!append) return;
    for (const proposed of request.proposed) append.intake.add(proposed);
    if (!request.isFinal) return;
    this.receiving.delete(key);
    clearTimeout(append.timer);
    void this.execute(append);
  }

  private begin({ correlationId, options, isFinal }: BatchRequest, key: string): Receiving | null {
    let stream = '';
    try {
      if (!options) throw badRequest('The first message of an append must hold its options');
      stream = Buffer.from(options.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');
      parseStreamName(options.getStreamIdentifier()?.getStreamName_asU8());
      const expected = parseExpected(options, options.hasStreamPosition() ? options.getStreamPosition() : null);
      const intake = new AppendIntake(this.store.limits.maxAppendBytes);
      if (isFinal) return { correlationId, stream, expected, intake };
      const timer = setTimeout(() => this.giveUp(key), receiptMs(options));
      const append: Receiving = { correlationId, stream, expected, intake, timer };
      this.receiving.set(key, append);
      return append;
    } catch (error) {
      if (!isFinal) this.answered.add(key);
      this.reply(batchFailure({ correlationId, stream }, error));
      return null;
    }
  }

  private giveUp(key: string): void {
    const append = this.receiving.get(key);
    if (!append) return;
    this.receiving.delete(key);
    this.answered.add(key);
    this.reply(batchTimeout(append));
  }

  private async execute(append: Receiving): Promise<void> {
    const bytes = append.intake.bytes + 1_000;
    this.hold(1, bytes);
    const frame = await this.outcome(append);
    this.hold(-1, -bytes);
    this.reply(frame);
    this.endWhenDone();
  }

  private async outcome(append: Receiving): Promise<Buffer> {
    const { stream, expected, intake } = append;
    try {
      const events = intake.events();
      const outcome = await this.store.writer.submit({ kind: 'append', stream, expected, events });
      if (outcome.kind === 'written') return batchSuccess(append, outcome);
      return outcome.kind === 'deleted' ? batchDeleted(append) : batchWrongVersion(append, outcome.actual, expected);
    } catch (error) {
      return batchFailure(append, error);
    }
  }

  private hold(appends: number, bytes: number): void {
    this.inFlight += appends;
    this.inFlightBytes += bytes;
    if (this.inFlightBytes > MAX_IN_FLIGHT_BYTES) this.call.pause();
    else if (this.call.isPaused()) this.call.resume();
  }

  /** The answers of one commit go out together. */
  private reply(frame: Buffer): void {
    if (this.replies.push(frame) === 1) process.nextTick(() => this.flush());
  }

  private flush(): void {
    const replies = this.replies.splice(0);
    if (replies.length > 0 && !this.over && !this.call.cancelled) this.call.write(joined(replies));
  }

  private endWhenDone(): void {
    if (!this.ended || this.inFlight > 0 || this.over) return;
    this.flush();
    this.call.end();
  }
}

/** How long the chunks of an append may take to arrive. */
function receiptMs(options: BatchAppendReq.Options): number {
  const deadline = options.getDeadline();
  const wanted = deadline ? deadline.toDate().getTime() - Date.now() : MAX_RECEIPT_MS;
  return Math.min(Math.max(wanted, MIN_RECEIPT_MS), MAX_RECEIPT_MS);
}
