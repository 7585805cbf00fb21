import { type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyRequest } from 'fastify';
import { badRequest, type Logger } from '#libs/platform';
import { ApiModule, messages } from './api.module.js';
import { requestIdOf } from './http/request-id.js';
import { validation } from './http/validation.js';
import { measureRequests } from './metrics/http-metrics.js';
import { publishOpenApi } from './openapi/openapi.js';
import { type ApiServices } from './services.js';
import { checkWiring } from './startup/checks.js';

/** Batches of an import are the only large bodies. */
const IMPORT_BODY_BYTES = 64 * 1024 * 1024;

/** The whole API, wired and checked, not yet listening. `close()` ends open streams and waits for running requests. */
export async function createApp(services: ApiServices, options: { bodyBytes: number }): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: options.bodyBytes,
    genReqId: requestIdOf,
    forceCloseConnections: 'idle',
    maxParamLength: 512,
  });
  const instance = adapter.getInstance();
  instance.addHook('onRoute', (route) => {
    if (route.url.startsWith('/v1/imports')) route.bodyLimit = IMPORT_BODY_BYTES;
  });
  instance.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
  });
  instance.addHook('preValidation', objectBody);
  measureRequests(instance, services.metrics);
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.with(services), adapter, {
    logger: nestLogger(services.logger),
    abortOnError: false,
  });
  app.useGlobalPipes(validation());
  publishOpenApi(app, services.settings);
  await app.init();
  checkWiring(app, messages);
  await instance.ready();
  return app;
}

/** Every body is an object; none at all is an empty one, which `null` is not. */
async function objectBody(request: FastifyRequest): Promise<void> {
  if (request.method !== 'POST') return;
  if (request.body === undefined) request.body = {};
  if (typeof request.body === 'object' && request.body !== null && !Array.isArray(request.body)) return;
  throw badRequest({ code: 'REQUEST.NOT_AN_OBJECT', message: 'The body is one JSON object; /docs shows its fields' });
}

/** Nest's own lines go where ours go; its start-up chatter is for debugging. */
const nestLogger = (logger: Logger): LoggerService => ({
  log: (message: unknown, ...context: unknown[]) => logger.debug({ context }, String(message)),
  debug: (message: unknown, ...context: unknown[]) => logger.debug({ context }, String(message)),
  verbose: (message: unknown, ...context: unknown[]) => logger.trace({ context }, String(message)),
  warn: (message: unknown, ...context: unknown[]) => logger.warn({ context }, String(message)),
  error: (message: unknown, ...context: unknown[]) => logger.error({ context }, String(message)),
  fatal: (message: unknown, ...context: unknown[]) => logger.fatal({ context }, String(message)),
});
