import { Inject, type Type } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type ReadContext } from '#libs/leads';

export const READS = Symbol('reads');

/** Makes the context of one read: the pool, and the instant that counts as now. */
export type Reads = () => ReadContext;

/** A question to the read models, answered by the lib that knows how. */
export abstract class Question<R> extends Query<R> {
  abstract answer(context: ReadContext): Promise<R> | R;
}

/** The one handler of a question. */
export function answering(question: new (...args: never[]) => Question<unknown>): Type {
  @QueryHandler(question as Type<Question<unknown>>)
  class QuestionHandler implements IQueryHandler<Question<unknown>> {
    constructor(@Inject(READS) private readonly reads: Reads) {}

    async execute(query: Question<unknown>): Promise<unknown> {
      return query.answer(this.reads());
    }
  }
  Object.defineProperty(QuestionHandler, 'name', { value: `${question.name}Handler` });
  return QuestionHandler;
}
