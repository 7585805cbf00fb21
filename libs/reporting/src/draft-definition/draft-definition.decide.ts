import { type CheckedDocument, type DefinitionChange, documentData, isSameDocument } from '../definitions/definition-change.js';
import { type DefinitionVersion, nextVersion } from '../definitions/definition-version.js';

/** The document gets the next number and can be run by it. The same document as a draft or test that is there is that one. */
export function decideDraftDefinition(
  versions: readonly DefinitionVersion[],
  { document, reason }: { readonly document: CheckedDocument; readonly reason: string },
): DefinitionChange {
  const same = versions.findLast((each) => isSameDocument(each, document) && each.state !== 'retired');
  if (same) return { kind: 'changed', version: same.version, events: [] };
  const version = nextVersion(versions);
  return { kind: 'changed', version, events: [{ type: 'definition.drafted', data: documentData(document, version, reason) }] };
}
