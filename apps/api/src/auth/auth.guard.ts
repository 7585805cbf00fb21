import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type FastifyRequest } from 'fastify';
import { type MayDo, type Permission, type TokenVerifier } from '#libs/access';
import { ProblemError } from '#libs/platform';
import { PERMISSION } from './permit.decorator.js';
import { rememberPrincipal } from './principal.js';

/** Every route: a bearer token says who it is, the table says whether the role may, or the right was given. A route that states nothing is closed to everyone. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly verifier: TokenVerifier,
    private readonly mayDo: MayDo,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const permission = this.reflector.getAllAndOverride<Permission | null | undefined>(PERMISSION, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (permission === null) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal = await this.verifier.verify(bearerOf(request));
    if (permission === undefined || !(await this.mayDo(principal, permission))) {
      const message = `The role ${principal.role} does not have the permission ${permission ?? 'for this route'}; ask an administrator for a role that has`;
      throw new ProblemError(403, [
        { code: 'ACCESS.NOT_PERMITTED', message, detail: { role: principal.role, permission: permission ?? null } },
      ]);
    }
    rememberPrincipal(request, principal);
    return true;
  }
}

function bearerOf(request: FastifyRequest): string {
  const token = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token) return token;
  throw new ProblemError(401, [
    { code: 'ACCESS.NO_TOKEN', message: 'Send a token in the header authorization: Bearer …; "leadledger serve" prints the first one' },
  ]);
}
