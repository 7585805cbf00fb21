import { type DecisionLine, decisionsAbout, type WhyAnswer, whyLead } from '#libs/dispatch';
import { asOf, type ClockQuery, ownerAt, type OwnerAnswer, type ReadContext, resolveLeadRef } from '#libs/leads';
import { Question } from '../reads/question.js';

/** Every decision about a lead (or about each lead of a person), the earliest first. */
export class DecisionsAbout extends Question<readonly DecisionLine[]> {
  constructor(
    readonly leadRef: string,
    readonly clocks: ClockQuery,
  ) {
    super();
  }

  async answer(context: ReadContext): Promise<readonly DecisionLine[]> {
    const moment = await asOf(context.pool, this.clocks, context.now);
    const { leads } = await resolveLeadRef(context.pool, this.leadRef, context.contacts, this.clocks);
    const lists = await Promise.all(leads.map((lead) => decisionsAbout(context.pool, lead, moment)));
    return lists.flat();
  }
}

/** Why a lead is with whom it is, and why not with someone else; an array for a person with several leads. */
export class WhyIsIt extends Question<WhyAnswer | readonly WhyAnswer[]> {
  constructor(
    readonly leadRef: string,
    readonly not: string | null,
    readonly clocks: ClockQuery,
    readonly zone: string,
  ) {
    super();
  }

  async answer(context: ReadContext): Promise<WhyAnswer | readonly WhyAnswer[]> {
    const moment = await asOf(context.pool, this.clocks, context.now);
    const owners = await ownerAt(context, this.leadRef, this.clocks);
    const answers = await Promise.all(
      (Array.isArray(owners) ? (owners as OwnerAnswer[]) : [owners as OwnerAnswer]).map((owner) =>
        whyLead(context.pool, { ...moment, leadId: owner.lead, not: this.not, zone: this.zone, present: presentOf(owner) }),
      ),
    );
    return answers.length === 1 ? answers[0]! : answers;
  }
}

const presentOf = ({ holder, holderId, since, cause, decision, actor, reason }: OwnerAnswer) => ({
  holder: holder === 'unknown' ? ({ kind: 'unknown' } as const) : { kind: holder, id: holderId! },
  since,
  cause,
  decision,
  by: actor.id,
  reason,
});
