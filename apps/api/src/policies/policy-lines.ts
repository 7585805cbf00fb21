import { type PolicyState, policyInForce, type PolicyVersion, type VersionStatus } from '#libs/governance';

export interface PolicyLine {
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

/** Every version with its state at an instant (milliseconds since the epoch). */
export function policyLines(policy: PolicyState, at: number): readonly PolicyLine[] {
  const { statusOf } = policyInForce(policy, at);
  return policy.versions.map((version) => lineOf(policy, version, statusOf(version.version)));
}

const lineOf = ({ kind, name }: PolicyState, said: PolicyVersion, status: VersionStatus): PolicyLine => {
  const { version, owner, reviewBy, draftedAt, draftedBy, reason, documentHash } = said;
  return { kind, name, version, status, owner, reviewBy, draftedAt, draftedBy, reason, documentHash };
};

/** One version with its document, and all that was decided about the policy. */
export const policyDetail = (policy: PolicyState, version: PolicyVersion, at: number) => ({
  ...lineOf(policy, version, policyInForce(policy, at).statusOf(version.version)),
  effectiveFrom: version.effectiveFrom === null ? null : new Date(version.effectiveFrom).toISOString(),
  document: version.document,
  changes: policy.changes.map(({ at: from, ...change }) => ({ ...change, at: new Date(from).toISOString() })),
});
