import { listPools, listReps, listTeams, type PoolLine, type RepLine, type TeamLine } from '#libs/dispatch';
import { type ClockQuery, poolAt, portfolioAt, type ReadContext, repQueueAt } from '#libs/leads';
import { Question } from '../reads/question.js';

export class AllReps extends Question<readonly RepLine[]> {
  answer({ pool }: ReadContext): Promise<readonly RepLine[]> {
    return listReps(pool);
  }
}

export class AllTeams extends Question<readonly TeamLine[]> {
  answer({ pool }: ReadContext): Promise<readonly TeamLine[]> {
    return listTeams(pool);
  }
}

export class AllPools extends Question<readonly PoolLine[]> {
  answer({ pool }: ReadContext): Promise<readonly PoolLine[]> {
    return listPools(pool);
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
