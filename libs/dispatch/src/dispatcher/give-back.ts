import { concurrently, type Logger, ProblemError } from '#libs/platform';
import { availableNow } from '../assignment/candidates.js';
import { type DispatchFold } from '../assignment/dispatch-fold.js';
import { policyActor } from './decision-events.js';
import { type LeadGiver } from './lead-giver.port.js';
import { type Retries } from './retries.js';

/** Leads that go back at once. */
const AT_ONCE = 16;

interface GiveBackDependencies {
  readonly giver: LeadGiver;
  /** By lead. */
  readonly retries: Retries;
  readonly logger: Logger;
}

/**
 * Leads on which a stand-in has not worked go to whom they were meant for, once that one is there. One that cannot go now, because a store is away or the
 * lead has changed since it was read, is due again later; any other is told of once, a defect too: it stays with the stand-in.
 */
export async function giveBack(
  { giver, retries, logger }: GiveBackDependencies,
  fold: DispatchFold,
  teams: ReadonlySet<string>,
  at: number,
): Promise<void> {
  const { returns } = fold.work;
  retries.keep((leadId) => returns.has(leadId));
  const due = [...returns].flatMap(([leadId, { team, at: from, rep, decisionId }]) => {
    const lead = fold.leads.get(leadId);
    if (!teams.has(team) || Date.parse(from) > at || !lead?.automatic || !availableNow(rep, lead.automatic.team, fold, at)) return [];
    const { automatic, revision } = lead;
    return retries.isDue(leadId) ? [{ leadId, rep, decisionId, automatic, revision }] : [];
  });
  await concurrently(due, AT_ONCE, async ({ leadId, rep, decisionId, automatic, revision }) => {
    try {
      await giver.giveBack({
        leadId,
        to: { kind: 'person', id: rep },
        decisionId,
        causationId: decisionId,
        actor: policyActor(automatic.policy),
        leadRevision: revision,
        evenAtCapacity: false,
        reason: `${rep} is back, and nobody has worked on it`,
      });
    } catch (error) {
      if (isDueAgain(error)) return retries.failed(leadId, error);
      const level = error instanceof ProblemError ? 'warn' : 'error';
      logger[level]({ err: error, leadId }, 'A lead could not go back to whom it was meant for');
    }
    returns.delete(leadId);
  });
}

/** What else stands in the way would do so again. */
const isDueAgain = (error: unknown): boolean => error instanceof ProblemError && (error.status >= 500 || error.status === 412);
