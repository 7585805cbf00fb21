import { ProblemError } from '#libs/platform';
import { availableNow } from '../assignment/candidates.js';
import { type DispatchFold } from '../assignment/dispatch-fold.js';
import { policyActor } from './decision-events.js';
import { type LeadGiver } from './lead-giver.port.js';

/**
 * Leads on which a stand-in has not worked go to whom they were meant for, once that one is there. One that cannot go now, because a store is away or the
 * lead has changed since it was read, is due again in the next round; any other is told of once, a defect too.
 */
export async function giveBack(
  giver: LeadGiver,
  fold: DispatchFold,
  teams: ReadonlySet<string>,
  at: number,
  onRefusal: (error: unknown, leadId: string) => void,
): Promise<void> {
  for (const [leadId, { team, at: from, rep, decisionId }] of [...fold.work.returns]) {
    const lead = fold.leads.get(leadId);
    if (!teams.has(team) || Date.parse(from) > at || !lead?.automatic || !availableNow(rep, lead.automatic.team, fold, at)) continue;
    const { policy } = lead.automatic;
    try {
      await giver.giveBack({
        leadId,
        to: { kind: 'person', id: rep },
        decisionId,
        causationId: decisionId,
        actor: policyActor(policy),
        leadRevision: lead.revision,
        evenAtCapacity: false,
        reason: `${rep} is back, and nobody has worked on it`,
      });
    } catch (error) {
      onRefusal(error, leadId);
      if (isDueAgain(error)) continue;
    }
    fold.work.returns.delete(leadId);
  }
}

/** What else stands in the way would do so again. */
const isDueAgain = (error: unknown): boolean => error instanceof ProblemError && (error.status >= 500 || error.status === 412);
