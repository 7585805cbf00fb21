import { join } from 'node:path';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject } from '@nestjs/swagger';
import { createLogger } from '#libs/platform';
import { expectReferencePage } from '#libs/testing';
import { createApp } from '../create-app.js';
import { createMetrics } from '../metrics/http-metrics.js';
import { type ApiServices } from '../services.js';
import { httpReference } from './http-reference.js';

/** Their answers are about all times at once, or about a period: only what was known is asked. */
const OF_ALL_TIME = new Set([
  '/v1/reps/{rep}/absences',
  '/v1/reps/{rep}/on-call',
  '/v1/service-times/breaches',
  '/v1/teams/{team}/health',
  '/v1/policies/overrides',
  '/v1/policies/dispatch-wait',
  '/v1/policies/assignment/{name}/overrides',
  '/v1/policies/assignment/{name}/fairness',
  '/v1/policies/assignment/{name}/shadow',
]);

const WITHOUT_CLOCKS = [
  // Of the log and of the machinery themselves: their order is their clock.
  '/v1/events',
  '/v1/events/stream',
  '/v1/events/completeness',
  '/v1/projections',
  '/v1/jobs/{job}',
  '/v1/audit/reads',
  '/v1/audit/readers',
  '/v1/audit/verification',
  // Each line tells its own course, with the times.
  '/v1/alerts',
  '/v1/access-requests',
  // What was on record then, beside what is known now.
  '/v1/service-times',
  '/v1/reports/restatements',
  // By effective time alone: under what held then, with the rights that are.
  '/v1/leads/{lead}/visibility',
];

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

  it('R0.7 every read takes both clocks, but those that are named here with the reason', () => {
    const without = Object.entries(document.paths).flatMap(([path, { get }]) => {
      const taken = new Set((get?.parameters ?? []).flatMap((parameter) => ('name' in parameter ? [parameter.name] : [])));
      const isAsked = ['knownAt', 'position'].every((clock) => taken.has(clock)) && (taken.has('at') || OF_ALL_TIME.has(path));
      return !get || !path.startsWith('/v1/') || isAsked ? [] : [path];
    });
    expect(without.sort()).toEqual([...WITHOUT_CLOCKS].sort());
  });

  it('the reference page is what the API says of itself', () => {
    expectReferencePage(join(import.meta.dirname, '../../../../docs/reference/http.md'), httpReference(document));
  });
});
