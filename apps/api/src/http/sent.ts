import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { type Principal } from '#libs/access';
import { badRequest, isUuid } from '#libs/platform';
import { principalOf } from '../auth/principal.js';
import { commandIdOf } from './command-id.js';
import { expectedRevisionOf } from './etag.js';

/** What the headers of a request say about the command it carries. */
export interface SentCommand {
  readonly principal: Principal;
  readonly commandId: string;
  readonly expectedRevision?: number;
  readonly correlationId?: string;
}

export const Sent = createParamDecorator((_: unknown, context: ExecutionContext): SentCommand => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const principal = principalOf(request);
  const expectedRevision = expectedRevisionOf(request.headers['if-match']);
  const correlationId = correlationIdOf(request.headers['x-correlation-id']);
  return {
    principal,
    commandId: commandIdOf(request, principal.actor.id),
    ...(expectedRevision !== undefined && { expectedRevision }),
    ...(correlationId !== undefined && { correlationId }),
  };
});

function correlationIdOf(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && isUuid(header)) return header.toLowerCase();
  throw badRequest({ code: 'REQUEST.CORRELATION_ID', message: 'X-Correlation-Id is one UUID', path: '/headers/x-correlation-id' });
}
