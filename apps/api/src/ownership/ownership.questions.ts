import { type ClockQuery, type OwnerAnswer, ownerAt, ownersAt, type OwnersLine, type ReadContext } from '#libs/leads';
import { Question } from '../reads/question.js';

/** Who held a lead (or each lead of a person) at an instant, on two clocks. */
export class OwnerOf extends Question<OwnerAnswer | readonly OwnerAnswer[]> {
  constructor(
    readonly leadRef: string,
    readonly clocks: ClockQuery,
  ) {
    super();
  }

  answer(context: ReadContext): Promise<OwnerAnswer | readonly OwnerAnswer[]> {
    return ownerAt(context, this.leadRef, this.clocks);
  }
}

/** Every live lead at an instant with its holder, one by one. */
export class OwnersOfAll extends Question<AsyncIterable<OwnersLine>> {
  constructor(readonly clocks: ClockQuery) {
    super();
  }

  answer(context: ReadContext): AsyncIterable<OwnersLine> {
    return ownersAt(context, this.clocks);
  }
}
