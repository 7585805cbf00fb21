import { holderAmong, type OwnershipClaim } from './holder-rule.js';

/** From `from` (inclusive) to `until` (exclusive), in milliseconds; ±Infinity where open. Never empty. */
export interface EffectivePeriod<T> {
  readonly claim: T;
  readonly from: number;
  readonly until: number;
}

/** The whole of effective time from the first claim on, cut into periods of one claim each. `claims` in the order of the lead. */
export function effectivePeriods<T extends OwnershipClaim>(claims: readonly T[]): EffectivePeriod<T>[] {
  if (claims.every(({ until }) => until === null)) return consecutive(claims);
  const bounds = [...new Set(claims.flatMap(({ start, until }) => (until === null ? [start] : [start, until])))].sort((a, b) =>
    a < b ? -1 : 1,
  );
  const periods: EffectivePeriod<T>[] = [];
  for (const [index, from] of bounds.entries()) {
    const claim = holderAmong(claims, from);
    const until = bounds[index + 1] ?? Infinity;
    const last = periods.at(-1);
    if (!claim) continue;
    if (last?.claim === claim && last.until === from) periods[periods.length - 1] = { ...last, until };
    else periods.push({ claim, from, until });
  }
  return periods;
}

/** Without ends of their own, claims follow one another; one that the next replaces at the same instant has no period. */
function consecutive<T extends OwnershipClaim>(claims: readonly T[]): EffectivePeriod<T>[] {
  const periods: EffectivePeriod<T>[] = [];
  for (const [index, claim] of claims.entries()) {
    const until = claims[index + 1]?.start ?? Infinity;
    if (claim.start < until) periods.push({ claim, from: claim.start, until });
  }
  return periods;
}
