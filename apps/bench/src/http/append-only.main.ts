import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import fastify from 'fastify';
import { newId } from '#libs/platform';
import { PREFIX } from '../workbench/prefix.js';

/** The limit of a command over HTTP: a handler that appends what it is sent as one event to a new stream, and does nothing else. */
const client = EventStoreDBClient.connectionString(process.env['BENCH_EVENT_STORE_URL'] ?? '');
const app = fastify();
app.post('/*', async (request, reply) => {
  const event = jsonEvent({ id: newId(), type: 'bare.appended', data: request.body as Record<string, unknown> });
  const { nextExpectedRevision } = await client.appendToStream(`${PREFIX}bare-${newId()}`, [event], { expectedRevision: 'no_stream' });
  return reply.code(201).send({ revision: Number(nextExpectedRevision) });
});
const url = await app.listen({ host: '127.0.0.1', port: 0 });
const stop = (): void => process.exit(0);
process.once('SIGTERM', stop);
process.once('disconnect', stop);
process.stdout.write(`${JSON.stringify({ url, ready: true })}\n`);
