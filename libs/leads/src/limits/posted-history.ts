import { type RecordedLedgerEvent } from '#libs/contracts';
import { type OrganisationReader } from '#libs/dispatch';
import { type EventToAppend } from '#libs/event-store';
import { type OrganisationView } from '../decision.js';
import { type HistoricalCase } from '../lead-action.js';
import { type LeadDependencies } from '../lead-dependencies.js';
import { foldedWith, leadStream } from '../lead-fold.js';
import { type LeadState } from '../lead-state.js';
import { holdersOf } from '../organisation-view.js';
import { holdingRep } from './change-of-hands.js';

/** Whose leads are posted, of the people that an import names: each is asked for once for all cases. */
export async function postedReps(
  reader: Pick<OrganisationReader, 'rep'>,
  cases: readonly HistoricalCase[],
  known: OrganisationView,
  at: number,
): Promise<ReadonlySet<string>> {
  const named = new Set<string>();
  for (const { facts } of cases)
    for (const { action } of facts)
      for (const holder of holdersOf(action)) if (holder.kind === 'person' && holder.id.length <= 128) named.add(holder.id);
  const asked = await Promise.all([...named].map(async (rep) => [rep, known.rep(rep) ?? (await reader.rep(rep))] as const));
  return new Set(asked.flatMap(([rep, facts]) => (facts?.isBoundedAt(at) ? [rep] : [])));
}

/**
 * Puts one case into the log with what it means for the stocks of reps: whoever gets the lead has it counted before it is there, so that no
 * limit is passed meanwhile; whoever lost it, after. An import is never refused for a limit.
 */
export async function withPostings(
  { limits }: Pick<LeadDependencies, 'limits'>,
  posted: ReadonlySet<string>,
  leadId: string,
  before: { readonly state: LeadState; readonly revision: number },
  events: readonly EventToAppend[],
  at: number,
  append: () => Promise<boolean>,
): Promise<boolean> {
  const last = events.at(-1);
  if (!last || posted.size === 0) return append();
  const after = foldedWith(before.state, events, leadStream(leadId), before.revision);
  const [had, has] = [holdingRep(before.state, at), holdingRep(after, at)];
  const { commandId, actor } = (last as RecordedLedgerEvent).metadata;
  if (has !== null && has !== had && posted.has(has))
    await limits.take({ rep: has, leadId, purpose: 'adopted', evenAtCapacity: true }, { commandId, actor });
  if (!(await append())) return false;
  if (had !== null && had !== has) await limits.giveBack(had, leadId, after.status === 'open' ? 'lost' : 'closed', { commandId, actor });
  return true;
}
