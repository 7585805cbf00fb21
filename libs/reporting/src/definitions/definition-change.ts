import { type LedgerEvent } from '#libs/contracts';
import { type Violation } from '#libs/platform';
import { type DefinitionVersion, type UsedVersion } from './definition-version.js';

/** A checked document with what it stands on. */
export interface CheckedDocument {
  readonly name: string;
  readonly document: string;
  readonly documentHash: string;
  readonly uses: readonly UsedVersion[];
}

/** Whether a version is this document, standing on the same versions of others. */
export const isSameDocument = (version: DefinitionVersion, { documentHash, uses }: CheckedDocument): boolean =>
  version.documentHash === documentHash &&
  version.uses.length === uses.length &&
  uses.every((used) => version.uses.some((other) => other.name === used.name && other.documentHash === used.documentHash));

/** What a command does to a definition: nothing where it stands so already, events, or every reason why it cannot be done. */
export type DefinitionChange =
  | { readonly kind: 'changed'; readonly version: number; readonly events: readonly LedgerEvent[] }
  | { readonly kind: 'refused'; readonly status: 404 | 409 | 422; readonly problems: readonly [Violation, ...Violation[]] };

export const refused = (status: 404 | 409 | 422, code: string, message: string, path?: string): DefinitionChange => ({
  kind: 'refused',
  status,
  problems: [{ code, message, ...(path !== undefined && { path }) }],
});

/** The version a command names, which has to be there. */
export function withVersion(
  versions: readonly DefinitionVersion[],
  { name, version }: { readonly name: string; readonly version: number },
  decide: (found: DefinitionVersion) => DefinitionChange,
): DefinitionChange {
  const found = versions.find((each) => each.version === version);
  if (found) return decide(found);
  const known = versions.length === 0 ? 'it has none' : `it has ${versions.map((each) => each.version).join(', ')}`;
  return refused(404, 'DEFINITION.NOT_FOUND', `${name} has no version ${version}; ${known}`, 'definition');
}

export const documentData = (
  { name, document, documentHash, uses }: CheckedDocument,
  version: number,
  reason: string,
): LedgerEvent<'definition.drafted'>['data'] => ({
  name,
  version,
  document,
  documentHash,
  reason,
  ...(uses.length > 0 && { uses: uses.map((each) => ({ ...each })) }),
});
