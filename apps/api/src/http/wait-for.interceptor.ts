import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { type Observable } from 'rxjs';
import { badRequest } from '#libs/platform';

/** Resolves once the read models have what the token stands for; 504 where that takes too long. */
export type WaitForToken = (token: string) => Promise<void>;

/** `wait-for: <token>` on any request: it is answered by read models that have seen that command. */
@Injectable()
export class WaitForInterceptor implements NestInterceptor {
  constructor(private readonly waitFor: WaitForToken) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const token = context.switchToHttp().getRequest<FastifyRequest>().headers['wait-for'];
    if (Array.isArray(token)) throw badRequest({ code: 'TOKEN.MALFORMED', message: 'Send one wait-for header', path: '/headers/wait-for' });
    if (token) await this.waitFor(token);
    return next.handle();
  }
}
