import { join } from 'node:path';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject } from '@nestjs/swagger';
import { createLogger } from '#libs/platform';
import { expectReferencePage } from '#libs/testing';
import { createApp } from '../create-app.js';
import { createMetrics } from '../metrics/http-metrics.js';
import { type ApiServices } from '../services.js';
import { httpReference } from './http-reference.js';

let app: NestFastifyApplication;
let document: OpenAPIObject;

beforeAll(async () => {
  const services = {
    settings: { timeZone: 'UTC', version: '0.0.0', url: () => 'http://127.0.0.1:1' },
    logger: createLogger({ logLevel: 'silent' }, 'test'),
    metrics: createMetrics(),
    access: {},
  } as unknown as ApiServices;
  app = await createApp(services, { bodyBytes: 1_000 });
  document = (await app.inject({ method: 'GET', url: '/openapi.json' })).json();
});
afterAll(() => app.close());

describe('OpenAPI', () => {
  it('has a summary for every endpoint and a permission for every one under /v1', () => {
    for (const [path, item] of Object.entries(document.paths)) {
      for (const operation of [item.get, item.post]) {
        if (!operation) continue;
        expect([path, operation.summary]).toEqual([path, expect.stringMatching(/.{10}/)]);
        if (path.startsWith('/v1/')) expect([path, Object.keys(operation)]).toEqual([path, expect.arrayContaining(['x-permission'])]);
      }
    }
  });

  it('the reference page is what the API says of itself', () => {
    expectReferencePage(join(import.meta.dirname, '../../../../docs/reference/http.md'), httpReference(document));
  });
});
