import { type Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Permission, permits, type Role, roles } from '#libs/access';
import { createLogger } from '#libs/platform';
import { createApp } from '../create-app.js';
import { createMetrics } from '../metrics/http-metrics.js';
import { type ApiServices } from '../services.js';
import { rolesAlone } from './roles-alone.fixture.js';
import { PERMISSION } from './permit.decorator.js';

/** Every route with every role, nothing behind them: past the guard a request fails in some way of its own, but never with 403. */
let app: NestFastifyApplication;

beforeAll(async () => {
  const services = {
    settings: { timeZone: 'UTC', version: '0.0.0', url: () => 'http://127.0.0.1:1' },
    logger: createLogger({ logLevel: 'silent' }, 'test'),
    metrics: createMetrics(),
    readiness: [],
    waitFor: () => Promise.resolve(),
    access: rolesAlone,
    verifier: {
      verify: (token: string) =>
        Promise.resolve({ actor: { kind: 'person', id: 'x', assurance: 'token' }, role: token as Role, repId: null }),
    },
  } as unknown as ApiServices;
  app = await createApp(services, { bodyBytes: 1_000 });
});
afterAll(() => app.close());

interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly permission: Permission | null;
}

function routes(): Route[] {
  const reflector = app.get(Reflector);
  return app
    .get(DiscoveryService)
    .getControllers()
    .flatMap(({ metatype }) => {
      const controller = metatype as Type;
      const base = Reflect.getMetadata('path', controller) as string;
      const prototype = controller.prototype as Record<string, () => unknown>;
      return new MetadataScanner().getAllMethodNames(prototype).flatMap((name): Route[] => {
        const handler = prototype[name]!;
        const path = Reflect.getMetadata('path', handler) as string | undefined;
        if (path === undefined) return [];
        const method = Reflect.getMetadata('method', handler) === 1 ? 'POST' : 'GET';
        const permission = reflector.getAllAndOverride<Permission | null>(PERMISSION, [handler, controller]);
        return [
          {
            method,
            path: `/${base}/${path}`
              .replaceAll(/\/+/g, '/')
              .replace(/(.)\/$/, '$1')
              .replaceAll(/:\w+/g, 'x'),
            permission,
          },
        ];
      });
    });
}

describe('permissions', () => {
  it('R3.9 every route lets in exactly the roles that the one table names', async () => {
    const all = routes();
    expect(all.length).toBeGreaterThan(45);
    for (const { method, path, permission } of all.filter((route) => route.permission !== null)) {
      for (const role of roles) {
        const answer = await app.inject({
          method,
          url: path,
          headers: { authorization: `Bearer ${role}` },
          ...(method === 'POST' && { payload: {} }),
        });
        // Who is let in may still be refused for what the command is about, under another code.
        const refused = answer.statusCode === 403 && answer.json<{ code: string }>().code === 'ACCESS.NOT_PERMITTED';
        expect([method, path, role, refused]).toEqual([method, path, role, !permits(role, permission!)]);
      }
    }
  });

  it('only health, metrics and documents are public', () => {
    const open = routes().filter(({ permission }) => permission === null);
    expect(open.map(({ path }) => path).sort()).toEqual(['/asyncapi.json', '/health/live', '/health/ready', '/metrics']);
  });
});
