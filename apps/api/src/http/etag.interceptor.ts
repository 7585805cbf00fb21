import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { etagOf } from './etag.js';

/** Gives an answer that has a `revision` its `ETag`, for the `If-Match` of the next command. */
@Injectable()
export class EtagInterceptor implements NestInterceptor<object, object> {
  intercept(context: ExecutionContext, next: CallHandler<object>): Observable<object> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((answer) => {
        if ('revision' in answer && typeof answer.revision === 'number') void reply.header('etag', etagOf(answer.revision));
        return answer;
      }),
    );
  }
}
