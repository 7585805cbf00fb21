import { type Pool } from 'pg';
import { localDate } from '#libs/calendar';
import { type DocumentProblem } from '#libs/expressions';
import { readSql } from '#libs/platform';
import { readVocabularies } from '../vocabularies/read-vocabularies.js';
import { parsePolicy } from './parse-policy.js';
import { policyInForce } from './policy-in-force.js';
import { type PolicyKind } from './policy-kind.js';
import { type PolicyState, type PolicyVersion } from './policy-state.js';
import { judgingPolicies } from './policy-vocabularies.js';
import { type PoliciesAsOf } from './read-policies.js';

/** What keeping a version in order needs to know. */
export interface PolicyUpkeep {
  /** Leads about which it has decided, on trial too. */
  readonly fired: number;
  readonly lastFiredAt: string | null;
  /** Its date of review is over. */
  readonly reviewDue: boolean;
  /** Values in its document that no vocabulary knows, or that nobody may enter any more. Of what is retired nothing is said. */
  readonly staleValues: readonly DocumentProblem[];
}

interface UpkeepContext {
  /** Holds schema `read`. */
  readonly pool: Pool;
  readonly kinds: readonly PolicyKind[];
  /** The organisation's zone: in it a day of review ends. */
  readonly zone: string;
}

const STALE = new Set(['CEL.UNKNOWN_VALUE', 'CEL.RETIRED_VALUE']);

/** Whether policies are used, were looked at in time, and still mean something, at an instant (milliseconds since the epoch) as known then or now. */
export async function policyUpkeep(
  { pool, kinds, zone }: UpkeepContext,
  atMs: number,
  { position = null, knownAt = null }: PoliciesAsOf,
): Promise<(policy: PolicyState, version: PolicyVersion) => PolicyUpkeep> {
  const at = new Date(atMs).toISOString();
  const [{ rows }, library] = await Promise.all([
    pool.query<{ type: string; name: string; version: number; fired: number; last: string }>(
      readSql(import.meta.url, './policy-firings.sql'),
      [kinds.map(({ fires }) => fires), at, position, knownAt],
    ),
    readVocabularies(pool, { position, knownAt }),
  ]);
  const firings = new Map(rows.map(({ type, name, version, ...firing }) => [`${type} ${name}@${version}`, firing]));
  const vocabularies = judgingPolicies(library, at, zone);
  return (policy, { version, reviewBy, document }) => {
    const kind = kinds.find((each) => each.kind === policy.kind);
    const firing = kind && firings.get(`${kind.fires} ${policy.name}@${version}`);
    const isRetired = policyInForce(policy, atMs).statusOf(version) === 'retired';
    return {
      fired: firing?.fired ?? 0,
      lastFiredAt: firing?.last ?? null,
      reviewDue: !isRetired && reviewBy !== null && reviewBy < localDate(at, zone),
      staleValues: isRetired ? [] : parsePolicy(document, kinds, vocabularies).problems.filter(({ code }) => STALE.has(code)),
    };
  };
}
