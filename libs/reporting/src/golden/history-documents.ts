import { type EventMetadata } from '#libs/contracts';
import { vocabulariesOfEvents } from '#libs/governance';
import { versionsOf } from '../definitions/definition-version.js';
import { type DefinitionVocabularies } from '../definitions/definition-vocabularies.js';
import { type LogEntry } from '../facts/log-source.port.js';
import { termsToWrite } from '../terms/term-versions.js';

const END = '9000-01-01T00:00:00.000Z';

/** What a definition may call and use on a history: the vocabularies and terms that the history itself publishes, at its end. */
export function documentsOfHistory(entries: readonly LogEntry[]): DefinitionVocabularies {
  const library = vocabulariesOfEvents(entries);
  const streams = new Map<string, Parameters<typeof versionsOf>[0][number][]>();
  for (const { position, event } of entries) {
    if (!event.type.startsWith('definition.')) continue;
    const recorded = { type: event.type, data: event.data, metadata: event.metadata as EventMetadata, position };
    streams.set(event.stream, [...(streams.get(event.stream) ?? []), recorded]);
  }
  const versions = [...streams.values()].flatMap((stream) => versionsOf(stream));
  return { library, terms: termsToWrite(versions, END), otherwise: library.newestBefore(Infinity) };
}
