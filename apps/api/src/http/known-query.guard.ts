import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { type FastifyRequest } from 'fastify';
import { badRequest } from '#libs/platform';

/**
 * A route under `/v1` that declares no query takes none: what is sent anyway is refused, not passed over. Those that declare one refuse what is not in it where
 * it is checked (`validation.ts`). Probes and scrapers may ask as they like.
 */
@Injectable()
export class KnownQueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const [controller, handler] = [context.getClass(), context.getHandler()];
    if (!String(Reflect.getMetadata(PATH_METADATA, controller)).startsWith('v1')) return true;
    const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler.name) ?? {}) as Readonly<Record<string, unknown>>;
    if (Object.keys(args).some((key) => key.startsWith(`${RouteParamtypes.QUERY}:`))) return true;
    const { query } = context.switchToHttp().getRequest<FastifyRequest>();
    const [first, ...others] = Object.keys(query as object).map((name) => ({
      code: 'REQUEST.UNKNOWN_FIELD',
      message: `${name} is not a parameter of this request, which takes none; remove it`,
      path: `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    }));
    if (first) throw badRequest(first, ...others);
    return true;
  }
}
