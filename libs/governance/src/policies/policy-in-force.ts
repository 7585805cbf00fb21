import { type PolicyInForce, type PolicyState, type VersionStatus } from './policy-state.js';

/**
 * What of a policy holds at an instant (milliseconds since the epoch), by the changes that had taken effect then. Fold only the events up to a
 * position to ask what held there. An activation takes the place of the version before and ends its test; a version that is retired is out for
 * good; a pause switches the whole policy off, also for an activation that was scheduled before it and comes due during it, until it is
 * resumed or another version is activated after it.
 */
export function policyInForce(policy: PolicyState, at: number): PolicyInForce {
  let active: number | null = null;
  let test: number | null = null;
  let pausedBy: number | null = null;
  const retired = new Set<number>();
  const effective = policy.changes
    .map((change, order) => ({ ...change, order }))
    .filter((change) => change.at <= at)
    .sort((a, b) => a.at - b.at || a.order - b.order);
  for (const { what, version, order } of effective) {
    if (what === 'paused') pausedBy = order;
    if (what === 'resumed') pausedBy = null;
    if (what === 'put-to-test') test = version;
    if (what === 'activated') {
      if (active !== null && active !== version) retired.add(active);
      if (test === version) test = null;
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
    if (version === active) return pausedBy !== null ? 'paused' : 'active';
    if (version === test) return 'test';
    return retired.has(version) ? 'retired' : 'draft';
  };
  const named = (version: number | null) => policy.versions.find((each) => each.version === version) ?? null;
  return { active: pausedBy !== null ? null : named(active), test: named(test), statusOf };
}
