import { decideReleaseRoutes, initialRoutes, routedPool } from './release-routes.js';

const routes = [
  { reason: 'wrong region', cameFrom: 'web', to: 'south' },
  { reason: 'wrong region', cameFrom: null, to: 'north' },
  { reason: null, cameFrom: 'web', to: null },
];

describe('routes of release', () => {
  it('the first that matches the reason and the pool says where', () => {
    expect(routedPool(routes, 'WRONG region ', 'web')).toBe('south');
    expect(routedPool(routes, 'wrong region', 'phone')).toBe('north');
    expect(routedPool(routes, 'no time', 'web')).toBe('web');
    expect(routedPool(routes, null, 'web')).toBe('web');
    expect(routedPool(routes, 'no time', 'phone')).toBeNull();
    expect(routedPool([{ reason: null, cameFrom: null, to: null }], null, null)).toBeNull();
  });

  it('a list with unknown pools and routes that are never reached is refused with all of it; the same list again changes nothing', () => {
    const wrong = [{ reason: null, cameFrom: null, to: 'lost' }, ...routes];
    const refused = decideReleaseRoutes(initialRoutes, { do: 'change-release-routes', routes: wrong, reason: '' }, new Set(['lost']));
    expect(refused.violations.map(({ code }) => code)).toEqual([
      'REASON.MISSING',
      'POOL.NOT_FOUND',
      'ROUTES.NEVER_REACHED',
      'ROUTES.NEVER_REACHED',
      'ROUTES.NEVER_REACHED',
    ]);
    const command = { do: 'change-release-routes' as const, routes, reason: 'x' };
    expect(decideReleaseRoutes(initialRoutes, command, new Set()).events).toMatchObject([{ data: { version: 1, routes } }]);
    expect(decideReleaseRoutes({ version: 1, routes }, command, new Set()).events).toEqual([]);
  });
});
