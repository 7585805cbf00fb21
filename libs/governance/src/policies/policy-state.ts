/** One document of a policy. It never changes; what becomes of it stands in the changes. */
export interface PolicyVersion {
  readonly version: number;
  /** The YAML document as it was sent. */
  readonly document: string;
  readonly documentHash: string;
  readonly owner: string;
  /** Milliseconds since the epoch; null: from its activation on. */
  readonly effectiveFrom: number | null;
  /** `2026-09-01`. */
  readonly reviewBy: string | null;
  readonly reason: string;
  readonly draftedAt: string;
  readonly draftedBy: string;
  /** Revision of the event in the policy's stream. */
  readonly revision: number;
}

export interface PolicyAnswer {
  readonly question: string;
  readonly answer: string;
}

/** A decision about a version. `at` is when it took or takes effect, milliseconds since the epoch. */
export interface PolicyChange {
  readonly what: 'put-to-test' | 'activated' | 'paused' | 'resumed' | 'retired';
  readonly version: number;
  readonly at: number;
  readonly reason: string;
  readonly by: string;
  readonly recordedAt: string;
  /** Of an activation. */
  readonly answers: readonly PolicyAnswer[];
}

/** A policy as its stream tells it, up to some position. */
export interface PolicyState {
  readonly kind: string;
  readonly name: string;
  readonly versions: readonly PolicyVersion[];
  /** In the order in which they were recorded. */
  readonly changes: readonly PolicyChange[];
}

export const initialPolicy: PolicyState = { kind: '', name: '', versions: [], changes: [] };

export type VersionStatus = 'draft' | 'test' | 'active' | 'paused' | 'retired';

/** What of a policy holds at one instant. */
export interface PolicyInForce {
  /** The version that decides; null: none, or the policy is switched off. */
  readonly active: PolicyVersion | null;
  /** The version that only records what it would decide; null: none. */
  readonly test: PolicyVersion | null;
  readonly statusOf: (version: number) => VersionStatus;
}
