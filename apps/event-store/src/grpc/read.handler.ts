import { randomUUID } from 'node:crypto';
import { type ServerWritableStream } from '@grpc/grpc-js';
import { type ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { CAUGHT_UP, follow } from '../log/follow.js';
import { followedLog, followedStream } from '../log/followed.js';
import { type LogRecord, TOMBSTONE } from '../log/log-record.js';
import { readView, viewStream } from '../log/stream-view.js';
import { type Store } from '../store.js';
import { streamDeleted } from './call-errors.js';
import { CheckpointCounter } from './checkpoint-counter.js';
import { caughtUpFrame, checkpointFrame, confirmationFrame, eventFrame, streamNotFoundFrame } from './event-frame.js';
import { resolvedFrame } from './links.js';
import { FrameWriter } from './frame-writer.js';
import { fail, type OpenCalls } from './open-calls.js';
import { type From, parseReadRequest, type ReadRequest } from './read-request.js';

type ReadCall = ServerWritableStream<ReadReq, Buffer>;

/** Reads and subscriptions: one method of the protocol. A read ends with OK, a subscription never does. */
export function readHandler(store: Store, calls: OpenCalls) {
  return (call: ReadCall): void => {
    const signal = calls.track(call);
    answer(store, call, signal).then(
      () => call.end(),
      (error: unknown) => fail(call, error),
    );
  };
}

async function answer(store: Store, call: ReadCall, signal: AbortSignal): Promise<void> {
  const request = parseReadRequest(call.request);
  const frames = new FrameWriter(call, signal);
  const add = adder(store, frames, request.resolveLinks);
  if (request.count === null) return subscribe(store, request, frames, add, signal);
  const pages = request.stream === null ? readLog(store, request) : readStream(store, frames, request, request.stream);
  for await (const records of pages) {
    for (const record of records) {
      const added = add(record);
      if (added !== true && !(await added)) return;
    }
    if (!(await frames.flush())) return;
  }
}

type Add = (record: LogRecord) => true | Promise<boolean>;

const adder = (store: Store, frames: FrameWriter, resolveLinks: boolean): Add =>
  resolveLinks ? async (record) => frames.add(await resolvedFrame(store, record)) : (record) => frames.add(eventFrame(record));

async function* readStream(store: Store, frames: FrameWriter, request: ReadRequest, stream: string): AsyncGenerator<LogRecord[]> {
  const view = await viewStream(store.writer, stream);
  if (view.tombstoned) throw streamDeleted(stream);
  if (!view.exists) {
    await frames.send(streamNotFoundFrame(stream));
    return;
  }
  const { backwards, from, count } = request;
  if (from === 'end' && !backwards) return;
  yield* readView(store.reader, view, placeOf(from, 0), backwards, count ?? 0);
}

/** While a page is on its way to the client the next one is on its way from the database; never more than these two. */
async function* readLog({ reader }: Store, { from, backwards, count }: ReadRequest): AsyncGenerator<LogRecord[]> {
  if (from === (backwards ? 'start' : 'end')) return;
  let left = count ?? 0;
  const pageAt = (position: number) => (left > 0 ? reader.pageOfAll(position, backwards, left) : null);
  for (let coming = pageAt(placeOf(from, 1)); coming !== null;) {
    const { records, isLast } = await coming;
    const shown = records.filter(isInAll);
    left -= shown.length;
    const last = records.at(-1);
    coming = last && !isLast ? pageAt(backwards ? last.position : last.position + 1) : null;
    // Its failure is told when it is awaited; a client that has gone by then need not know.
    coming?.catch(() => undefined);
    if (shown.length > 0) yield shown;
  }
}

async function subscribe(store: Store, request: ReadRequest, frames: FrameWriter, add: Add, signal: AbortSignal): Promise<void> {
  const { stream, from, filter } = request;
  const tail = store.writer.tail;
  const followed = await followedOf(store, stream, from, tail);
  if (!(await frames.send(confirmationFrame(randomUUID())))) return;
  const checkpoints = filter && new CheckpointCounter(filter.checkpointInterval, from === 'end' ? tail : placeOf(from, 0));
  const isShown = (record: LogRecord): boolean => (stream !== null || isInAll(record)) && (!filter || filter.matches(record));
  for await (const next of follow(store.feed, followed, signal)) {
    if (next === CAUGHT_UP) {
      const due = checkpoints?.atEnd(store.writer.tail);
      if (due != null && !(await frames.add(checkpointFrame(due)))) return;
      if (!(await frames.send(caughtUpFrame()))) return;
      continue;
    }
    for (const record of next) {
      const added = isShown(record) ? add(record) : true;
      if (added !== true && !(await added)) return;
      const due = checkpoints?.considered(record.position);
      if (due != null && !(await frames.add(checkpointFrame(due)))) return;
    }
    if (!(await frames.flush())) return;
    if (stream !== null && next.at(-1)?.revision === TOMBSTONE) throw streamDeleted(stream);
  }
}

async function followedOf(store: Store, stream: string | null, from: From, tail: number) {
  if (stream === null) return followedLog(store, from === 'end' ? tail : placeOf(from, 0));
  const view = await viewStream(store.writer, stream);
  if (view.tombstoned) throw streamDeleted(stream);
  return followedStream(store, stream, from === 'end' ? view.last : placeOf(from, -1));
}

const placeOf = (from: From, start: number): number => (from === 'start' ? start : from === 'end' ? Number.MAX_SAFE_INTEGER : from);

/** Bookkeeping of subscriptions to `$all` must not feed itself. */
const isInAll = ({ stream }: LogRecord): boolean =>
  !stream.startsWith('$') ||
  (stream !== '$epoch-information' && !/^\$persistentsubscription-\$all::.*-(?:checkpoint|parked)$/s.test(stream));
