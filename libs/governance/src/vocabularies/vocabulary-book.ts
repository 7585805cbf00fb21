import { type PositionedEvent, type RecordedLedgerEvent } from '#libs/contracts';
import { evolveVocabulary } from './vocabulary.evolve.js';
import { initialVocabulary } from './vocabulary-state.js';
import { type PlacedVersion, type PlacedVocabulary, VocabularyLibrary } from './vocabulary-library.js';

/** Vocabularies, as far as the log has been told. */
export class VocabularyBook {
  private readonly byStream = new Map<string, PlacedVocabulary>();
  private known = new VocabularyLibrary([]);

  /** The next event; what publishes no vocabulary changes nothing. */
  apply(event: PositionedEvent): void {
    if (event.type !== 'vocabulary.published') return;
    this.byStream.set(event.stream, placedVocabulary(this.byStream.get(event.stream), event, event.position));
    this.known = new VocabularyLibrary([...this.byStream.values()]);
  }

  get library(): VocabularyLibrary {
    return this.known;
  }
}

export function placedVocabulary(before: PlacedVocabulary | undefined, event: RecordedLedgerEvent, position: number): PlacedVocabulary {
  const { name, versions } = evolveVocabulary(before ?? initialVocabulary, event);
  const older = before?.versions ?? [];
  const newer = versions.slice(older.length).map((version): PlacedVersion => ({ ...version, position }));
  return { name, versions: [...older, ...newer] };
}
