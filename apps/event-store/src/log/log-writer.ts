import { randomUUID } from 'node:crypto';
import { type Pool } from 'pg';
import { BatchPlan } from './batch-plan.js';
import { type LiveFeed } from './live-feed.js';
import { RecentIds } from './recent-ids.js';
import { type StreamHead, targetOf } from './stream-head.js';
import { StreamHeads } from './stream-heads.js';
import { KnownStreamError, NotWrittenError, type WriteOperation, type WriteOutcome } from './write-operation.js';
import { type Session, WriterConnection } from './writer-connection.js';
import { insertBatch, readStoredIds, readTail } from './writer-statements.js';

const MAX_OPERATIONS = 1_000;
const MIN_BATCH_BYTES = 128 * 1_024;
const MAX_BATCH_BYTES = 8 * 1_048_576;
/** An append costs as much as so many bytes beside its own. */
const OPERATION_BYTES = 4 * 1_024;
const RECENT_IDS = 20_000;

interface Waiting {
  readonly operation: WriteOperation;
  readonly bytes: number;
  resolve(outcome: WriteOutcome): void;
  reject(error: Error): void;
}

/**
 * The one writer of the log. Everything that arrives while a commit is under way becomes the next commit (group commit), so the rate of
 * appends is not bound to the rate of `fsync`.
 *
 * - Order: positions are assigned here, one batch at a time, each batch one transaction. So nothing ever appears behind a position that has
 *   been read.
 * - Single: the session that writes holds an advisory lock; while it lives no other server can hold it.
 * - Durable: an outcome is given after PostgreSQL has confirmed the commit (synchronous_commit on), and by then every reader sees it.
 * - When the connection dies in a commit, its operations end with OutcomeUnknownError and all that is kept in memory is read again, under the lock,
 *   before the next one.
 */
export class LogWriter {
  private queue: Waiting[] = [];
  private running: Promise<void> | null = null;
  private closed = false;
  private position = 0;
  private streamId = 0;
  private readonly recent = new RecentIds(RECENT_IDS);
  private readonly heads: StreamHeads;
  private readonly connection: WriterConnection;

  private constructor(
    url: string,
    pool: Pool,
    private readonly feed: LiveFeed,
  ) {
    this.heads = new StreamHeads(pool);
    this.connection = new WriterConnection(url, (session) => this.reload(session));
  }

  /** Throws ProblemError 503 where another server writes to this database. */
  static async open(url: string, pool: Pool, feed: LiveFeed): Promise<LogWriter> {
    const writer = new LogWriter(url, pool, feed);
    await writer.connection.open();
    return writer;
  }

  /** The last committed position; 0 in an empty log. */
  get tail(): number {
    return this.position;
  }

  /** As last committed; a read after an acknowledged append sees it. */
  head(base: string): Promise<StreamHead> {
    return this.heads.read(base);
  }

  submit(operation: WriteOperation): Promise<WriteOutcome> {
    return new Promise((resolve, reject) => {
      if (this.closed) return reject(new NotWrittenError('The event store is stopping'));
      this.queue.push({ operation, bytes: OPERATION_BYTES + bytesOf(operation), resolve, reject });
      this.running ??= new Promise<void>((started) => setImmediate(started)).then(() => this.run());
    });
  }

  /** Finishes what was submitted, then lets the lock go. */
  async close(): Promise<void> {
    this.closed = true;
    await this.running;
    await this.connection.close();
  }

  private async run(): Promise<void> {
    while (this.queue.length > 0) {
      const batch = this.takeBatch();
      try {
        await this.commit(batch);
      } catch (error) {
        for (const { reject } of batch) reject(error as Error);
      }
    }
    this.running = null;
  }

  /**
   * All that waits where it is little. Of more only a quarter: were it all, its writers would wait for one commit together and then prepare their next
   * appends together while this server has nothing to do; so some prepare while others are committed.
   */
  private takeBatch(): Waiting[] {
    const waiting = this.queue.reduce((sum, { bytes }) => sum + bytes, 0);
    const most = Math.min(Math.max(waiting / 4, MIN_BATCH_BYTES), MAX_BATCH_BYTES);
    let taken = 0;
    const end = this.queue.findIndex(({ bytes }, index) => index >= MAX_OPERATIONS || ((taken += bytes) > most && index > 0));
    return this.queue.splice(0, end < 0 ? this.queue.length : end);
  }

  /** Most appends that expect no stream are right; looking first would cost each of them a round trip, so only those that are wrong pay. */
  private async commit(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.attempt(batch, takenForNew(batch));
    } catch (error) {
      if (!(error instanceof KnownStreamError)) throw error;
      await this.attempt(batch, new Set());
    }
  }

  private async attempt(batch: readonly Waiting[], fresh: ReadonlySet<string>): Promise<void> {
    const operations = batch.map(({ operation }) => operation);
    const { plan, heads } = await this.plan(operations, fresh);
    const outcomes = operations.map((operation) => plan.add(operation));
    try {
      const unseen = [...fresh].filter((base) => !heads.has(base));
      if (plan.records.length > 0) await insertBatch(this.connection, plan, unseen);
    } catch (error) {
      plan.undo();
      throw error;
    }
    this.position = plan.lastPosition;
    this.streamId = plan.lastStreamId;
    for (const [base, head] of plan.heads) this.heads.set(base, head);
    batch.forEach(({ resolve }, index) => resolve(outcomes[index]!));
    if (plan.records.length > 0) this.feed.publish(plan.records);
  }

  private async plan(operations: readonly WriteOperation[], fresh: ReadonlySet<string>) {
    await this.connection.ready();
    const bases = new Set(operations.map(({ stream }) => targetOf(stream).base));
    const heads = await this.heads.load(bases, fresh, (text, values) => this.connection.query('heads', text, values));
    const plan = new BatchPlan({
      position: this.position,
      streamId: this.streamId,
      nowMs: Date.now(),
      heads,
      recent: this.recent,
      stored: await readStoredIds(this.connection, operations, heads),
      newId: randomUUID,
    });
    return { plan, heads };
  }

  /** Under the lock, on a fresh connection: what memory believed may be wrong by one commit of unknown outcome. */
  private async reload(session: Session): Promise<void> {
    const { position, streamId, recent } = await readTail(session, RECENT_IDS);
    this.heads.clear();
    this.recent.clear();
    for (const { streamId: of, ...event } of recent) this.recent.add(of, event);
    this.position = position;
    this.streamId = streamId;
    this.feed.overflowAll();
  }
}

const bytesOf = (operation: WriteOperation): number =>
  operation.kind === 'append' ? operation.events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0) : 0;

/** Streams whose first operation of the batch expects that they do not exist, and would then write. */
function takenForNew(batch: readonly Waiting[]): Set<string> {
  const seen = new Set<string>();
  const fresh = new Set<string>();
  for (const { operation } of batch) {
    const { base, half } = targetOf(operation.stream);
    if (seen.has(base)) continue;
    seen.add(base);
    const expectsNone = operation.kind === 'append' && operation.expected === 'no-stream' && operation.events.length > 0;
    if (expectsNone && half === 'events') fresh.add(base);
  }
  return fresh;
}
