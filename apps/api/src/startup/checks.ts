import { type Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ProblemError, type Violation } from '#libs/platform';
import { PERMISSION } from '../auth/permit.decorator.js';

const HANDLER_KEYS = { command: '__commandHandler__', query: '__queryHandler__' } as const;
const PATH = 'path';

/**
 * What no compiler sees, before the first request: every route says who may call it, and every command and query has exactly one handler.
 * Throws one `ProblemError` whose violations name the lines to add.
 */
export function checkWiring(app: NestFastifyApplication, messages: readonly Type[]): void {
  const [first, ...rest] = [...routesWithoutPermission(app), ...messagesWithoutOneHandler(app, messages)];
  if (first) throw new ProblemError(500, [first, ...rest]);
}

function routesWithoutPermission(app: NestFastifyApplication): Violation[] {
  const reflector = app.get(Reflector);
  const scanner = new MetadataScanner();
  return app
    .get(DiscoveryService)
    .getControllers()
    .flatMap(({ metatype }) => {
      const controller = metatype as Type;
      const prototype = controller.prototype as Record<string, () => unknown>;
      return scanner
        .getAllMethodNames(prototype)
        .map((name) => ({ name, method: prototype[name]! }))
        .filter(({ method }) => Reflect.hasMetadata(PATH, method))
        .filter(({ method }) => reflector.getAllAndOverride(PERMISSION, [method, controller]) === undefined)
        .map(({ name }) => ({
          code: 'START.ROUTE_WITHOUT_PERMISSION',
          message: `Add @Permit('…') or @Public() to ${controller.name}.${name}`,
        }));
    });
}

function messagesWithoutOneHandler(app: NestFastifyApplication, messages: readonly Type[]): Violation[] {
  const handled = app
    .get(DiscoveryService)
    .getProviders()
    .flatMap(({ metatype }) =>
      metatype ? [Reflect.getMetadata(HANDLER_KEYS.command, metatype), Reflect.getMetadata(HANDLER_KEYS.query, metatype)] : [],
    )
    .filter(Boolean) as Type[];
  return messages.flatMap((message) => {
    const count = handled.filter((type) => type === message).length;
    if (count === 1) return [];
    const what =
      count === 0
        ? `Add the handler of ${message.name} to the handlers in api.module.ts`
        : `Remove ${count - 1} of the ${count} handlers of ${message.name}`;
    return [{ code: 'START.HANDLERS', message: what }];
  });
}
