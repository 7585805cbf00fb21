import { type PolicyState, type PolicyUpkeep, policyInForce, type PolicyVersion, type VersionStatus } from '#libs/governance';

export interface PolicyLine extends PolicyUpkeep {
  readonly kind: string;
  readonly name: string;
  readonly version: number;
  readonly status: VersionStatus;
  readonly owner: string;
  readonly reviewBy: string | null;
  readonly draftedAt: string;
  readonly draftedBy: string;
  readonly reason: string;
  readonly documentHash: string;
}

export type UpkeepOf = (policy: PolicyState, version: PolicyVersion) => PolicyUpkeep;

/** Every version with its state at an instant (milliseconds since the epoch). */
export const policyLines = (policy: PolicyState, at: number, upkeep: UpkeepOf): readonly PolicyLine[] =>
  policy.versions.map((version) => lineOf(policy, version, at, upkeep));

function lineOf(policy: PolicyState, said: PolicyVersion, at: number, upkeep: UpkeepOf): PolicyLine {
  const { kind, name } = policy;
  const { version, owner, reviewBy, draftedAt, draftedBy, reason, documentHash } = said;
  const status = policyInForce(policy, at).statusOf(version);
  return { kind, name, version, status, owner, reviewBy, ...upkeep(policy, said), draftedAt, draftedBy, reason, documentHash };
}

/** One version with its document, and all that was decided about the policy. */
export const policyDetail = (policy: PolicyState, version: PolicyVersion, at: number, upkeep: UpkeepOf) => ({
  ...lineOf(policy, version, at, upkeep),
  effectiveFrom: version.effectiveFrom === null ? null : new Date(version.effectiveFrom).toISOString(),
  document: version.document,
  changes: policy.changes.map(({ at: from, ...change }) => ({ ...change, at: new Date(from).toISOString() })),
});
