import { type Pool } from 'pg';
import { type EventMetadata, type PositionedEvent, type SealedEvent, upcast } from '#libs/contracts';
import { type EventLog, recorded } from '#libs/event-store';
import { isReadModelMissing, readSql, sharedReads } from '#libs/platform';
import { VocabularyBook, placedVocabulary } from './vocabulary-book.js';
import { type PlacedVocabulary, VocabularyLibrary } from './vocabulary-library.js';

/** Which events count: as known at an instant (ISO) or up to a position, all where neither is said. */
interface VocabulariesAsOf {
  readonly knownAt?: string | null;
  readonly position?: number | null;
}

/**
 * All vocabularies as the spine has them now: never as they were before it was asked. Commands that ask at once share one question; documents are
 * read again only where something was published.
 */
export type VocabularyReader = () => Promise<VocabularyLibrary>;

export function vocabularyReader(pool: Pool): VocabularyReader {
  let known: { readonly published: string; readonly library: Promise<VocabularyLibrary> } | null = null;
  const heads = sharedReads(() => headsOf(pool));
  return async () => {
    const rows = await heads('all');
    if (!rows) return new VocabularyLibrary([]);
    const published = JSON.stringify(rows);
    if (known?.published !== published) {
      const library = readVocabularies(pool);
      known = { published, library };
      library.catch(() => (known = null));
    }
    return known.library;
  };
}

/** Null before a projector has made the spine: then nothing was published that it could show, and commands are not kept waiting for it. */
async function headsOf(pool: Pool): Promise<readonly unknown[] | null> {
  try {
    return (await pool.query({ name: 'vocabulary-heads', text: readSql(import.meta.url, './vocabulary-heads.sql') })).rows;
  } catch (error) {
    if (isReadModelMissing(error)) return null;
    throw error;
  }
}

/** Vocabularies from events in the order of the log, each with its position. Others are passed over. */
export function vocabulariesOfEvents(events: readonly { readonly position: number; readonly event: SealedEvent }[]): VocabularyLibrary {
  const book = new VocabularyBook();
  for (const { position, event } of events) {
    const { id, type, data, stream, revision } = event;
    if (type !== 'vocabulary.published') continue;
    const metadata = event.metadata as EventMetadata;
    book.apply({ ...upcast(type, data, metadata.schemaVersion), id, stream, revision, metadata, position } as PositionedEvent);
  }
  return book.library;
}

export async function readVocabularies(pool: Pool, { knownAt = null, position = null }: VocabulariesAsOf = {}): Promise<VocabularyLibrary> {
  const { rows } = await pool.query<{ position: string; event: SealedEvent }>(readSql(import.meta.url, './vocabulary-events.sql'), [
    position,
    knownAt,
  ]);
  return vocabulariesOfEvents(rows.map(({ position: at, event }) => ({ position: Number(at), event })));
}

/** From the log alone: only these vocabularies, without places. */
export async function vocabulariesOfLog(log: EventLog, names: readonly string[]): Promise<VocabularyLibrary> {
  const vocabularies = names.map(async (name) => {
    let vocabulary: PlacedVocabulary | undefined;
    for await (const event of log.readStream(`vocabulary-${name}`)) vocabulary = placedVocabulary(vocabulary, recorded(event), 0);
    return vocabulary ? [vocabulary] : [];
  });
  return new VocabularyLibrary((await Promise.all(vocabularies)).flat());
}
