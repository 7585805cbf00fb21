import { type AssignmentSpec } from './assignment-spec.js';

/**
 * The circle that a lead would go round in where everybody is away: a fallback to a team whose own policy falls back to this one, or into a pool (by
 * a queue or a fallback) from which another policy takes leads that come back. Leaving a lead in the pool it came from is no circle: it waits there. Null: there is none.
 */
export function fallbackCycle(spec: AssignmentSpec, policies: readonly AssignmentSpec[]): readonly string[] | null {
  const others = policies.filter(({ name }) => name !== spec.name);
  const reaches = (from: AssignmentSpec): readonly AssignmentSpec[] =>
    [spec, ...others].filter((next) => next.name !== from.name && leadsTo(from, next));
  const search = (current: AssignmentSpec, way: readonly string[]): readonly string[] | null => {
    for (const next of reaches(current)) {
      if (next.name === spec.name) return [...way, spec.name];
      const found = way.includes(next.name) ? null : search(next, [...way, next.name]);
      if (found) return found;
    }
    return null;
  };
  return search(spec, [spec.name]);
}

function leadsTo(from: AssignmentSpec, next: AssignmentSpec): boolean {
  const teams = from.unavailable.fallback.flatMap((step) => (step.kind === 'team' ? [step.team] : []));
  const pools = [
    ...from.unavailable.fallback.flatMap((step) => (step.kind === 'pool' ? [step.pool] : [])),
    ...(from.fallback.to.kind === 'pool' ? [from.fallback.to.id] : []),
    ...from.entries.flatMap(({ strategy }) => (strategy.kind === 'queue' ? [strategy.pool] : [])),
  ].filter((pool) => !from.pools.includes(pool));
  return teams.includes(next.team) || pools.some((pool) => next.pools.includes(pool));
}
