import { type ClockQuery, type Collision, collisions, type PersonAnswer, personAt, type ReadContext } from '#libs/leads';
import { Question } from '../reads/question.js';

/** A person: whom it is taken for, who is taken for it, and who has its leads. */
export class PersonOf extends Question<PersonAnswer> {
  constructor(
    readonly person: string,
    readonly clocks: ClockQuery,
  ) {
    super();
  }

  answer(context: ReadContext): Promise<PersonAnswer> {
    return personAt(context, this.person, this.clocks);
  }
}

/** Everyone whose open leads different reps own. */
export class AllCollisions extends Question<readonly Collision[]> {
  constructor(readonly clocks: ClockQuery) {
    super();
  }

  answer(context: ReadContext): Promise<readonly Collision[]> {
    return collisions(context, this.clocks);
  }
}
