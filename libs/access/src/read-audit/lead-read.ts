import { canonicalJson, sha256 } from '#libs/platform';

/** One request that was answered with leads, or was not because all of them were hidden. */
export interface LeadRead {
  /** ISO. */
  readonly at: string;
  readonly actor: string;
  readonly actorKind: string;
  readonly role: string;
  /** `GET /v1/leads/:lead`: as it is declared, without what was asked for. */
  readonly route: string;
  /** As the caller gave it. */
  readonly purpose: string | null;
  readonly request: string;
  /** What the answer said of each lead. */
  readonly fields: readonly string[];
  readonly leads: readonly string[];
  /** Those of them of which something was masked. */
  readonly masked: readonly string[];
  /** Leads that were left out. */
  readonly hidden: number;
  /** The answer was 403. */
  readonly refused: boolean;
}

/** A read with its place among all. */
export interface NotedRead extends LeadRead {
  readonly number: number;
  readonly leaf: string;
  readonly digest: string;
}

/** What a read says, in one hash. */
export const leafOf = ({ at, actor, actorKind, role, route, purpose, request, fields, leads, masked, hidden, refused }: LeadRead): string =>
  sha256(canonicalJson({ at, actor, actorKind, role, route, purpose, request, fields, leads, masked, hidden, refused }));

/** The chain: what was before, and this read. */
export const digestAfter = (before: string, leaf: string): string => sha256(before + leaf);
