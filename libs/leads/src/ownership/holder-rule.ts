/** An ownership event on the effective clock of its lead. */
export interface OwnershipClaim {
  /** Milliseconds since the epoch; −Infinity where history does not say. */
  readonly start: number;
  readonly revision: number;
  /** Exclusive end that a correction named for itself; null: it holds until the next ownership event. */
  readonly until: number | null;
}

/** The one order of a lead: effective start, then revision. */
export const inLeadOrder = (a: { start: number; revision: number }, b: { start: number; revision: number }): number =>
  a.start === b.start ? a.revision - b.revision : a.start < b.start ? -1 : 1;

/**
 * Who holds a lead at an instant. `claims` are the ownership events of the lead that are known, in the order of the lead.
 *
 * - A claim without an end of its own holds until the next one begins.
 * - A correction that names its end says who really had the lead from its start to that end, whatever had been recorded before it: the one
 *   recorded last that covers the instant wins over everything recorded earlier. After its end things go on as if it had not been.
 * - What is recorded later, and begins within it, takes the lead from it.
 */
export function holderAmong<T extends OwnershipClaim>(claims: readonly T[], at: number): T | null {
  let bounded: T | null = null;
  for (const claim of claims) {
    if (claim.start > at) break;
    if (claim.until !== null && at < claim.until && (!bounded || claim.revision > bounded.revision)) bounded = claim;
  }
  for (let i = claims.length - 1; i >= 0; i--) {
    const claim = claims[i]!;
    if (claim.start > at || claim.until !== null) continue;
    if (!bounded) return claim;
    if (claim.start < bounded.start) break;
    if (claim.revision > bounded.revision) return claim;
  }
  return bounded;
}
