import { type PoolLine, poolsAt, type RepLine, repsAt, type TeamLine, teamsAt } from '#libs/dispatch';
import { type ClockQuery, poolAt, portfolioAt, type ReadContext, repQueueAt } from '#libs/leads';
import { knownBy } from '../reads/known-by.js';
import { Question } from '../reads/question.js';

export class AllReps extends Question<readonly RepLine[]> {
  constructor(readonly clocks: ClockQuery) {
    super();
  }

  async answer(context: ReadContext): Promise<readonly RepLine[]> {
    const known = await knownBy(context, this.clocks);
    return repsAt(context.pool, known.atMs, known);
  }
}

export class AllTeams extends Question<readonly TeamLine[]> {
  constructor(readonly clocks: ClockQuery) {
    super();
  }

  async answer(context: ReadContext): Promise<readonly TeamLine[]> {
    const known = await knownBy(context, this.clocks);
    return teamsAt(context.pool, known.atMs, known);
  }
}

export class AllPools extends Question<readonly PoolLine[]> {
  constructor(readonly clocks: ClockQuery) {
    super();
  }

  async answer(context: ReadContext): Promise<readonly PoolLine[]> {
    const known = await knownBy(context, this.clocks);
    return poolsAt(context.pool, known.atMs, known);
  }
}

type Portfolio = Awaited<ReturnType<typeof portfolioAt>>;
type RepQueue = Awaited<ReturnType<typeof repQueueAt>>;
type PoolView = Awaited<ReturnType<typeof poolAt>>;

/** The live leads a rep owned at an instant. */
export class PortfolioOf extends Question<Portfolio> {
  constructor(
    readonly rep: string,
    readonly clocks: ClockQuery,
  ) {
    super();
  }

  answer(context: ReadContext): Promise<Portfolio> {
    return portfolioAt(context, this.rep, this.clocks);
  }
}

/** Who a rep should turn to, in order, each with its reason. */
export class QueueOf extends Question<RepQueue> {
  constructor(
    readonly rep: string,
    readonly clocks: ClockQuery,
  ) {
    super();
  }

  answer(context: ReadContext): Promise<RepQueue> {
    return repQueueAt(context, this.rep, this.clocks);
  }
}

/** The leads that wait in a pool. */
export class LeadsInPool extends Question<PoolView> {
  constructor(
    readonly poolId: string,
    readonly clocks: ClockQuery,
  ) {
    super();
  }

  answer(context: ReadContext): Promise<PoolView> {
    return poolAt(context, this.poolId, this.clocks);
  }
}
