import { VocabularyLibrary } from '#libs/governance';
import { sha256 } from '#libs/platform';

/** A library from documents, in the order of publication: the n-th document of a name is its version n, at position n. */
export function libraryOf(...documents: readonly string[]): VocabularyLibrary {
  const names = [...new Set(documents.map(nameOf))];
  return new VocabularyLibrary(
    names.map((name) => ({
      name,
      versions: documents
        .filter((document) => nameOf(document) === name)
        .map((document, index) => ({
          version: index + 1,
          document,
          documentHash: sha256(document),
          effectiveFrom: '2026-01-01T00:00:00.000Z',
          reason: 'test',
          publishedAt: '2026-01-01T00:00:00.000Z',
          publishedBy: 'mia',
          revision: index,
          position: index + 1,
        })),
    })),
  );
}

const nameOf = (document: string): string => /^vocabulary: (\w+)/.exec(document)![1]!;
