import { type AccountableAnswer, accountableAt, allAccountable } from '#libs/governance';
import { asOf, type ClockQuery, type ReadContext } from '#libs/leads';
import { Question } from '../reads/question.js';

/** Who answered for each domain at an instant. */
export class AllAccountable extends Question<readonly AccountableAnswer[]> {
  constructor(readonly clocks: ClockQuery) {
    super();
  }

  async answer({ pool, now }: ReadContext): Promise<readonly AccountableAnswer[]> {
    return allAccountable(pool, await asOf(pool, this.clocks, now));
  }
}

/** Who answered for one domain at an instant. */
export class AccountableFor extends Question<AccountableAnswer> {
  constructor(
    readonly domain: string,
    readonly clocks: ClockQuery,
  ) {
    super();
  }

  async answer({ pool, now }: ReadContext): Promise<AccountableAnswer> {
    return accountableAt(pool, this.domain, await asOf(pool, this.clocks, now));
  }
}
