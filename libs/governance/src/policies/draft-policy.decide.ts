import { type LedgerEvent } from '#libs/contracts';
import { type PolicyHead } from './policy-kind.js';
import { type PolicyState } from './policy-state.js';

export interface DraftPolicy {
  readonly head: PolicyHead;
  readonly document: string;
  readonly documentHash: string;
  readonly reason: string;
}

/** A version number once given never means another document: the same document as the last version is that version, anything else the next. */
export function decideDraftPolicy(
  state: PolicyState,
  { head, document, documentHash, reason }: DraftPolicy,
): { readonly version: number; readonly events: readonly LedgerEvent<'policy.drafted'>[] } {
  const last = state.versions.at(-1);
  if (last?.documentHash === documentHash) return { version: last.version, events: [] };
  const version = (last?.version ?? 0) + 1;
  const { kind, name, owner, reviewBy } = head;
  const effectiveFrom = head.effectiveFrom === null ? null : new Date(head.effectiveFrom).toISOString();
  const data = { kind, name, version, document, documentHash, owner, effectiveFrom, reviewBy, reason };
  return { version, events: [{ type: 'policy.drafted', data }] };
}
