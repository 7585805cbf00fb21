import { type FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** One registry a process (not prom-client's global one, so that tests can have many). */
export function createMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'leadledger_' });
  return registry;
}

/** Counts and times every answer by method, route template (never the URL, which would hold ids) and status. */
export function measureRequests(instance: FastifyInstance, registry: Registry): void {
  const duration = new Histogram({
    name: 'leadledger_http_request_duration_seconds',
    help: 'Time from the request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  instance.addHook('onResponse', async (request, reply) => {
    // A stream lasts as long as its reader likes; its length says nothing about us.
    if (String(reply.getHeader('content-type')).startsWith('text/event-stream')) return;
    duration.observe(
      { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode },
      reply.elapsedTime / 1_000,
    );
  });
}
