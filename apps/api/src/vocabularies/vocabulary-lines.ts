import { type PlacedVersion, type Vocabulary, type VocabularyLibrary } from '#libs/governance';

interface VocabularyLine {
  readonly name: string;
  readonly version: number;
  readonly title: string;
  /** What it is the vocabulary of: attributes by their names, fields by theirs. */
  readonly attributes: readonly string[];
  readonly fields: readonly string[];
  readonly values: number;
  readonly inForce: boolean;
  readonly effectiveFrom: string;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly position: string;
  readonly reason: string;
  readonly documentHash: string;
}

/** Every version, oldest first. `at`: ISO instant. */
export function vocabularyLines(library: VocabularyLibrary, at: string): readonly VocabularyLine[] {
  return library.names.flatMap((name) =>
    library.versionsOf(name).map((placed) => lineOf(library.find(name, placed.version)!, placed, library.inForce(at)(name))),
  );
}

function lineOf(
  { name, version, title, attributes, fields, codes }: Vocabulary,
  placed: PlacedVersion,
  current: number | undefined,
): VocabularyLine {
  const { effectiveFrom, publishedAt, publishedBy, reason, documentHash, position } = placed;
  return {
    name,
    version,
    title,
    attributes,
    fields,
    values: codes.size,
    inForce: current === version,
    effectiveFrom,
    publishedAt,
    publishedBy,
    position: String(position),
    reason,
    documentHash,
  };
}

/** One version with its document and its values as they were read. */
export function vocabularyDetail(library: VocabularyLibrary, vocabulary: Vocabulary, at: string): object {
  const placed = library.versionsOf(vocabulary.name).find(({ version }) => version === vocabulary.version)!;
  return {
    ...lineOf(vocabulary, placed, library.inForce(at)(vocabulary.name)),
    document: placed.document,
    codes: [...vocabulary.codes.values()],
  };
}
