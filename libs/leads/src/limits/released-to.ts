import { type ReleaseRoute } from '#libs/contracts';
import { routedPool } from '#libs/dispatch';
import { type LeadAction } from '../lead-action.js';
import { type LeadState } from '../lead-state.js';

/** A release that names no pool, with the pool that the routes in force say; any other action as it is. */
export function withRoutedPool<A extends LeadAction>(action: A, state: LeadState, routes: readonly ReleaseRoute[]): A {
  if (action.do !== 'release-lead' || action.pool !== undefined) return action;
  const pool = routedPool(routes, action.reason ?? null, lastPool(state));
  return pool === null ? action : { ...action, pool };
}

/** The pool that had the lead before its present holder. */
function lastPool(state: LeadState): string | null {
  const held = state.ownership.findLast(({ to }) => to.kind === 'pool');
  return held?.to.kind === 'pool' ? held.to.id : null;
}
