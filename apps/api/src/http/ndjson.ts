import { Readable } from 'node:stream';
import { type FastifyReply, type FastifyRequest } from 'fastify';

const NDJSON = 'application/x-ndjson';
/** What is sent together, in characters: a chunk a line would cost a packet each. */
const CHUNK_CHARACTERS = 32 * 1024;

export const wantsNdjson = (request: FastifyRequest): boolean =>
  (request.headers.accept ?? '').split(',').some((range) => range.trim().startsWith(NDJSON));

/** A list as its caller asked for it: NDJSON where `Accept` says so, else one JSON document `{items, next}`. What comes item by item is held by nobody. */
export async function sendList<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  items: Iterable<T> | AsyncIterable<T>,
  next: string | null = null,
): Promise<void> {
  if (wantsNdjson(request)) {
    if (next !== null) void reply.header('x-next', next);
    return sendText(reply, NDJSON, linesOf(items));
  }
  if (Symbol.asyncIterator in items) return sendText(reply, 'application/json', documentOf(items, next));
  await reply.type('application/json; charset=utf-8').send({ items: [...items], next });
}

/**
 * Text at the reader's pace. The first chunk is waited for before the status goes out, so that a refusal still comes as a problem; a failure after that
 * cuts the connection. Ends when all is sent or nobody reads any more, and then `pieces` has ended too.
 */
export async function sendText(reply: FastifyReply, mediaType: string, pieces: AsyncIterable<string>): Promise<void> {
  const chunks = chunksOf(pieces);
  try {
    const first = await chunks.next();
    await reply.type(`${mediaType}; charset=utf-8`).send(Readable.from(resumed(first, chunks), { objectMode: false }));
  } finally {
    await chunks.return(undefined);
  }
}

/** NDJSON. */
export async function* linesOf(items: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const item of items) yield `${JSON.stringify(item)}\n`;
}

async function* documentOf(items: AsyncIterable<unknown>, next: string | null): AsyncGenerator<string> {
  let between = '';
  yield '{"items":[';
  for await (const item of items) {
    yield `${between}${JSON.stringify(item)}`;
    between = ',';
  }
  yield `],"next":${JSON.stringify(next)}}`;
}

async function* chunksOf(pieces: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let chunk = '';
  for await (const piece of pieces) {
    chunk += piece;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk) yield chunk;
}

async function* resumed(first: IteratorResult<string, unknown>, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  if (first.done) return;
  yield first.value;
  yield* rest;
}
