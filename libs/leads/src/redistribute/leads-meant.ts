import { type Holder } from '#libs/contracts';
import { type EventLog, foldStream } from '#libs/event-store';
import { type Clock, concurrently, isUuid } from '#libs/platform';
import { portfolioAt } from '../holdings/portfolio-at.js';
import { leadFold, leadStream } from '../lead-fold.js';
import { holderAt } from '../lead-state.js';
import { type ReadContext } from '../queries/owner-at.js';
import { resolveLeadRef } from '../queries/resolve-lead-ref.js';

interface MeantLead {
  readonly leadId: string;
  /** Who has it by the log; `unknown` too for a lead that is not there. */
  readonly previous: Holder;
}

const IN_FLIGHT = 8;

/**
 * The leads that are named, or those of a rep: found in the read models, and of a rep only those that the log says are still open and its own. Errors: 404
 * `LEAD.NOT_FOUND`, `PERSON.NOT_FOUND`, `REP.NOT_FOUND`.
 */
export async function leadsMeant(
  { log, clock, reads }: { readonly log: EventLog; readonly clock: Clock; readonly reads: () => ReadContext },
  named: readonly string[] | null,
  rep: string | null,
): Promise<readonly MeantLead[]> {
  const context = reads();
  const ids =
    rep === null
      ? await concurrently(named ?? [], IN_FLIGHT, async (ref) =>
          isUuid(ref) ? [ref.toLowerCase()] : (await resolveLeadRef(context.pool, ref, context.contacts)).leads,
        )
      : [(await portfolioAt(context, rep)).cards.map(({ lead }) => lead)];
  const now = clock.now().getTime();
  const meant = await concurrently([...new Set(ids.flat())], IN_FLIGHT, async (leadId) => {
    const { state } = await foldStream(log, leadStream(leadId), leadFold);
    const previous: Holder = holderAt(state, now)?.to ?? { kind: 'unknown' };
    const its = state.status === 'open' && previous.kind === 'person' && previous.id === rep;
    return rep === null || its ? [{ leadId, previous }] : [];
  });
  return meant.flat();
}
