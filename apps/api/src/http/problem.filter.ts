import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Logger } from '#libs/platform';
import { problemOf } from './problem-of.js';

/** The one place where anything thrown becomes an answer: RFC 9457, with the request's id to find it again in the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { problem, defect } = problemOf(error);
    // The route and not the address, in which a customer may be named by phone or e-mail.
    const route = request.routeOptions.url ?? 'none';
    if (defect) this.logger.error({ err: error, requestId: request.id, method: request.method, route }, 'Defect');
    // A stream that broke half-way cannot change its status any more: the cut connection tells the reader.
    if (reply.raw.headersSent) {
      reply.raw.destroy(error instanceof Error ? error : undefined);
      return;
    }
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
    if (problem.status === 503) void reply.header('retry-after', '2');
    void reply
      .status(problem.status)
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify({ ...problem, instance: `urn:leadledger:request:${request.id}` }));
  }
}
