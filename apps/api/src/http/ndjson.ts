import { Readable } from 'node:stream';
import { type FastifyReply, type FastifyRequest } from 'fastify';

const NDJSON = 'application/x-ndjson';
/** Lines are sent together up to this many characters: a chunk a line would cost a packet each. */
const CHUNK_CHARACTERS = 32 * 1024;

export const wantsNdjson = (request: FastifyRequest): boolean =>
  (request.headers.accept ?? '').split(',').some((range) => range.trim().startsWith(NDJSON));

/**
 * A list as its caller asked for it: NDJSON, streamed at the reader's pace, where `Accept` says so, else one JSON document `{items, next}`.
 * The first item is waited for before the status goes out, so that a refusal still comes as a problem; a failure after that cuts the connection.
 */
export async function sendList<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  items: Iterable<T> | AsyncIterable<T>,
  next: string | null = null,
): Promise<void> {
  if (!wantsNdjson(request)) {
    const all: T[] = [];
    for await (const item of items) all.push(item);
    await reply.type('application/json; charset=utf-8').send({ items: all, next });
    return;
  }
  const chunks = chunksOf(items);
  const first = await chunks.next();
  if (next !== null) void reply.header('x-next', next);
  await reply.type(`${NDJSON}; charset=utf-8`).send(Readable.from(resumed(first, chunks), { objectMode: false }));
}

async function* chunksOf<T>(items: Iterable<T> | AsyncIterable<T>): AsyncGenerator<string> {
  let chunk = '';
  for await (const item of items) {
    chunk += `${JSON.stringify(item)}\n`;
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
