import { type ClockQuery, type HistoryLine, leadAt, leadHistory, type ReadContext } from '#libs/leads';
import { Question } from '../reads/question.js';

type LeadAnswer = Awaited<ReturnType<typeof leadAt>>;

/** One lead (or each lead of a person) at an instant. */
export class LeadOf extends Question<LeadAnswer> {
  constructor(
    readonly leadRef: string,
    readonly clocks: ClockQuery,
  ) {
    super();
  }

  answer(context: ReadContext): Promise<LeadAnswer> {
    return leadAt(context, this.leadRef, this.clocks);
  }
}

/** Everything that happened to a lead. */
export class HistoryOf extends Question<readonly HistoryLine[]> {
  constructor(
    readonly leadRef: string,
    readonly clocks: ClockQuery,
  ) {
    super();
  }

  answer(context: ReadContext): Promise<readonly HistoryLine[]> {
    return leadHistory(context, this.leadRef, this.clocks);
  }
}
