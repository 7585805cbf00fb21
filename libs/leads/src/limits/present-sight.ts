import { decideSight, type Reader, type SightDecision } from '#libs/access';
import { isFor } from '#libs/dispatch';
import { type OrganisationView } from '../decision.js';
import { type BoundRep } from '../command-envelope.js';
import { type LeadDependencies } from '../lead-dependencies.js';
import { holderAt, type LeadState } from '../lead-state.js';

/** What a rep may see of a lead at `at` (milliseconds), decided on the streams: never older than the log. */
export async function presentSight(
  { visibility, organisation: people }: Pick<LeadDependencies, 'visibility' | 'organisation'>,
  state: LeadState,
  { rep }: BoundRep,
  organisation: OrganisationView,
  at: number,
): Promise<SightDecision> {
  const holder = holderAt(state, at)?.to ?? { kind: 'unknown' as const };
  const teams = state.ownership.filter(({ start }) => start <= at).flatMap(({ team }) => (team === null ? [] : [team]));
  const groups = (rep === null ? null : organisation.rep(rep)?.groupsAt(at)) ?? { teams: [], roles: [] };
  const reader: Reader = { rep, teams: groups.teams };
  const settings = holder.kind === 'pool' ? organisation.pool(holder.id)?.settings : undefined;
  const pool = settings && {
    mayBeSeen: isFor(settings.see, { rep, teams: groups.teams, roles: ['rep', ...groups.roles] }),
    maskedFields: settings.maskedFields,
  };
  const granted = state.accessRequests.some(
    (request) => request.rep === rep && request.decided?.granted === true && (request.decided.until === null || at < request.decided.until),
  );
  const covers = !granted && rep !== null && holder.kind === 'person' && holder.id !== rep && (await people.coverOf(holder.id, at)) === rep;
  return decideSight({ holder, teams, granted: granted || covers, pool: pool ?? null }, reader, await visibility.modesAt(at, teams));
}
