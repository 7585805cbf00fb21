import { type LedgerEvent } from '#libs/contracts';
import {
  type CheckedDocument,
  type DefinitionChange,
  documentData,
  isSameDocument,
  refused,
  withVersion,
} from '../definitions/definition-change.js';
import { type DefinitionVersion, nextVersion } from '../definitions/definition-version.js';

/** A document, or a version that was drafted before. */
export interface PublishDefinition {
  readonly of: CheckedDocument | { readonly name: string; readonly version: number };
  readonly reason: string;
  /** Null: from now on. */
  readonly effectiveFrom: string | null;
}

/**
 * A version number once given never means another document: the same document as a draft publishes that draft, as the last version is that version,
 * anything else the next.
 */
export function decidePublishDefinition(
  versions: readonly DefinitionVersion[],
  { of, reason, effectiveFrom }: PublishDefinition,
  now: string,
): DefinitionChange {
  if (effectiveFrom !== null && effectiveFrom < now)
    return refused(422, 'DEFINITION.EFFECTIVE_FROM', `${effectiveFrom} is past: what a name meant then is history`, 'effectiveFrom');
  const published = (document: CheckedDocument, version: number): DefinitionChange => {
    const data: LedgerEvent<'definition.published'>['data'] = {
      ...documentData(document, version, reason),
      ...(effectiveFrom !== null && { effectiveFrom }),
    };
    return { kind: 'changed', version, events: [{ type: 'definition.published', data }] };
  };
  if ('version' in of)
    return withVersion(versions, of, (found) => {
      if (found.state === 'published') return { kind: 'changed', version: found.version, events: [] };
      if (found.state === 'retired')
        return refused(
          409,
          'DEFINITION.STATE',
          `${of.name}@${of.version} is retired: publish its document again as the next version`,
          'definition',
        );
      return published(found, found.version);
    });
  const drafted = versions.findLast((each) => isSameDocument(each, of) && (each.state === 'draft' || each.state === 'test'));
  if (drafted) return published(of, drafted.version);
  const last = versions.findLast((each) => each.publishedAt !== null);
  if (last && isSameDocument(last, of) && last.state === 'published') return { kind: 'changed', version: last.version, events: [] };
  return published(of, nextVersion(versions));
}
