import { type SightDecision } from '#libs/access';
import { type EventLog, foldStream } from '#libs/event-store';
import { notFound } from '#libs/platform';
import { leadFold, leadStream } from '../lead-fold.js';
import { holderAt } from '../lead-state.js';
import { presentSight } from '../limits/present-sight.js';
import { organisationView } from '../organisation-view.js';
import { type SightDependencies } from './lead-sights.js';

/**
 * Why a rep could or could not see a lead at an instant (milliseconds): decided anew from the log with the modes, teams, owner and
 * settings of pools of that time, so that it stays explained after a change. Errors: 404 `LEAD.NOT_FOUND`.
 */
export async function sightOfLead(
  dependencies: SightDependencies & { readonly log: EventLog },
  leadId: string,
  rep: string,
  at: number,
): Promise<SightDecision> {
  const { state } = await foldStream(dependencies.log, leadStream(leadId), leadFold);
  if (state.status === 'none' || state.capturedAt > at) throw notFound('LEAD.NOT_FOUND', `There was no lead ${leadId} at that time`);
  const holder = holderAt(state, at)?.to ?? { kind: 'unknown' as const };
  const { organisation } = dependencies;
  const then = { ...organisation, pool: (id: string) => organisation.poolAt(id, at) };
  const view = await organisationView(then, [holder, { kind: 'person', id: rep }]);
  return presentSight(dependencies, state, { rep, redistributes: false }, view, at);
}
