import { type PolicyChange, type PolicyInForce, type PolicyState, type VersionStatus } from './policy-state.js';

/**
 * What of a policy holds at an instant (milliseconds since the epoch), by the changes that had taken effect then. Fold only the events up to a
 * position to ask what held there.
 *
 * An activation takes the place of the version before, which counts as retired until it is activated again. A pause switches the whole policy
 * off, also for an activation that was scheduled before it and comes due during it, until it is resumed or another version is activated after
 * it. An activation of the future is void where the version is retired or another one is activated before it comes due.
 */
export function policyInForce(policy: PolicyState, at: number): PolicyInForce {
  let active: number | null = null;
  let test: number | null = null;
  let pausedBy: number | null = null;
  const retired = new Set<number>();
  for (const { what, version, order } of effectiveChanges(policy, at)) {
    if (what === 'paused') pausedBy = order;
    if (what === 'resumed') pausedBy = null;
    if (what === 'put-to-test') test = version;
    if (what === 'activated') {
      if (active !== null && active !== version) retired.add(active);
      if (test === version) test = null;
      retired.delete(version);
      active = version;
      if (pausedBy !== null && pausedBy < order) pausedBy = null;
    }
    if (what === 'retired') {
      retired.add(version);
      if (active === version) active = null;
      if (test === version) test = null;
    }
  }
  const statusOf = (version: number): VersionStatus => {
    if (version === active) return pausedBy === null ? 'active' : 'paused';
    if (version === test) return 'test';
    return retired.has(version) ? 'retired' : 'draft';
  };
  const named = (version: number | null) => policy.versions.find((each) => each.version === version) ?? null;
  return { active: pausedBy === null ? named(active) : null, test: named(test), statusOf };
}

type OrderedChange = PolicyChange & { readonly order: number };

/** In the order in which they took effect. */
function effectiveChanges({ changes }: PolicyState, at: number): readonly OrderedChange[] {
  const ordered = changes.map((change, order) => ({ ...change, order }));
  const isVoid = (change: OrderedChange): boolean =>
    change.what === 'activated' &&
    ordered.some(
      (later) =>
        later.order > change.order &&
        later.at <= change.at &&
        (later.what === 'activated' || (later.what === 'retired' && later.version === change.version)),
    );
  return ordered.filter((change) => change.at <= at && !isVoid(change)).sort((a, b) => a.at - b.at || a.order - b.order);
}
