import { type RecordedLedgerEvent, type LedgerEvent } from '#libs/contracts';

export interface PublishDefinition {
  readonly name: string;
  readonly document: string;
  readonly documentHash: string;
  readonly reason: string;
}

/** A version number once given never means another document: the same document as the last version is that version, anything else the next. */
export function decidePublishDefinition(
  stream: readonly Pick<RecordedLedgerEvent, 'type' | 'data'>[],
  command: PublishDefinition,
): { readonly version: number; readonly events: readonly LedgerEvent<'definition.published'>[] } {
  const published = stream
    .filter((event) => event.type === 'definition.published')
    .map((event) => event.data as LedgerEvent<'definition.published'>['data']);
  const last = published[published.length - 1];
  if (last?.documentHash === command.documentHash) return { version: last.version, events: [] };
  const version = (last?.version ?? 0) + 1;
  const { name, document, documentHash, reason } = command;
  return { version, events: [{ type: 'definition.published', data: { name, version, document, documentHash, reason } }] };
}
