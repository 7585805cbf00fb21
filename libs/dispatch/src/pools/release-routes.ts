import { type LedgerEvent, type RecordedLedgerEvent, type ReleaseRoute } from '#libs/contracts';
import { type Violation } from '#libs/platform';
import { type Verdict } from '../decision.js';
import { type ChangeReleaseRoutes } from './pool-action.js';
import { reasonCheck } from './reason-check.js';

/** The routes in force as the stream `settings` tells them. */
export interface ReleaseRoutes {
  readonly version: number;
  readonly routes: readonly ReleaseRoute[];
}

export const initialRoutes: ReleaseRoutes = { version: 0, routes: [] };

export const evolveRoutes = (state: ReleaseRoutes, event: RecordedLedgerEvent): ReleaseRoutes =>
  event.type === 'settings.release-routes-changed' ? { version: event.data.version, routes: event.data.routes } : state;

const MAX_ROUTES = 100;

export function decideReleaseRoutes(
  { version, routes: present }: ReleaseRoutes,
  { routes, reason }: ChangeReleaseRoutes,
  missingPools: ReadonlySet<string>,
): { readonly violations: readonly Violation[]; readonly events: readonly LedgerEvent<'settings.release-routes-changed'>[] } {
  const verdicts: Verdict[] = [
    reasonCheck(reason),
    routes.length > MAX_ROUTES
      ? { code: 'ROUTES.TOO_MANY', message: `At most ${MAX_ROUTES} routes; put the common case last`, path: 'routes' }
      : null,
    ...routes.flatMap((route, index) => routeVerdicts(route, index, routes.slice(0, index), missingPools)),
  ];
  const violations = verdicts.filter((verdict) => verdict !== null);
  if (violations.length > 0 || JSON.stringify(routes) === JSON.stringify(present)) return { violations, events: [] };
  return { violations, events: [{ type: 'settings.release-routes-changed', data: { version: version + 1, routes: [...routes], reason } }] };
}

function routeVerdicts(
  route: ReleaseRoute,
  index: number,
  before: readonly ReleaseRoute[],
  missing: ReadonlySet<string>,
): readonly Verdict[] {
  const path = `routes.${index}`;
  const shadow = before.findIndex((earlier) => covers(earlier, route));
  const named = [['to', route.to] as const, ['cameFrom', route.cameFrom] as const];
  return [
    ...named.map(([field, pool]): Verdict =>
      pool !== null && missing.has(pool)
        ? { code: 'POOL.NOT_FOUND', message: `There is no pool ${pool}; create it first`, path: `${path}.${field}` }
        : null,
    ),
    shadow < 0
      ? null
      : {
          code: 'ROUTES.NEVER_REACHED',
          message: `Route ${shadow + 1} takes everything that route ${index + 1} is for; put it later`,
          path,
        },
  ];
}

const sameReason = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

const covers = (earlier: ReleaseRoute, later: ReleaseRoute): boolean =>
  (earlier.reason === null || (later.reason !== null && sameReason(earlier.reason, later.reason))) &&
  (earlier.cameFrom === null || earlier.cameFrom === later.cameFrom);

/** The pool for a lead that is given back for `reason` and came from pool `cameFrom`; null: no route says one. */
export function routedPool(routes: readonly ReleaseRoute[], reason: string | null, cameFrom: string | null): string | null {
  for (const route of routes) {
    if (route.reason !== null && (reason === null || !sameReason(route.reason, reason))) continue;
    if (route.cameFrom !== null && route.cameFrom !== cameFrom) continue;
    const pool = route.to ?? cameFrom;
    if (pool !== null) return pool;
  }
  return null;
}
