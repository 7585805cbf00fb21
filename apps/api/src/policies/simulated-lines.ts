import { type SimulatedDecision, toldDecision } from '#libs/dispatch';

/** Each decision as it is made, beside who really owned the lead last. */
export async function* simulatedLines(decisions: AsyncIterable<SimulatedDecision>) {
  for await (const { decision, inquiry, held } of decisions) {
    const { owner } = inquiry.actual;
    yield {
      ...toldDecision(decision),
      lead: decision.leadId,
      arrivedAt: new Date(inquiry.at).toISOString(),
      held,
      actualOwner: owner,
      differs: owner !== null && decision.chosen?.kind === 'person' && decision.chosen.id !== owner,
    };
  }
}
