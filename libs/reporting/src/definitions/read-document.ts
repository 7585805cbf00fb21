import { type DocumentProblem } from '#libs/expressions';
import { parseTerm } from '../terms/parse-term.js';
import { isTermDocument } from '../terms/term.js';
import { type DefinitionVersion, type UsedVersion } from './definition-version.js';
import { type DefinitionVocabularies } from './definition-vocabularies.js';
import { compileVersion } from './definition-store.js';
import { parseDefinition } from './parse-definition.js';

/** A metric gives numbers; a term is a word that metrics use. Both are definitions: documents in versions under names of one space. */
export type DefinitionKind = 'metric' | 'term';

/** What a document says of itself, whichever kind it is. */
interface ReadDocument {
  readonly kind: DefinitionKind;
  /** Null where it has problems. */
  readonly name: string | null;
  readonly uses: readonly UsedVersion[];
  readonly problems: readonly DocumentProblem[];
}

export const kindOf = (document: string): DefinitionKind => (isTermDocument(document) ? 'term' : 'metric');

export function readDocument(document: string, given: DefinitionVocabularies): ReadDocument {
  if (kindOf(document) === 'term') {
    const { term, problems } = parseTerm(document, given);
    return { kind: 'term', name: term?.name ?? null, uses: [], problems };
  }
  const { definition, problems } = parseDefinition(document, given);
  return { kind: 'metric', name: definition?.name ?? null, uses: definition?.uses ?? [], problems };
}

/** What a recorded version is shown as, whichever kind it is. */
export interface DescribedDefinition {
  readonly kind: DefinitionKind;
  readonly title: string;
  readonly describe: string;
  /** Of a term with several, with commas. */
  readonly entity: string;
  /** Null of a term. */
  readonly dateBasis: string | null;
  readonly unit: string | null;
  readonly vocabularies: readonly { readonly name: string; readonly version: number }[];
}

export function describeVersion(found: DefinitionVersion, given: DefinitionVocabularies): DescribedDefinition {
  if (kindOf(found.document) === 'term') {
    const { term } = parseTerm(found.document);
    if (!term) throw new Error(`${found.name}@${found.version} can no longer be read as a term`);
    const vocabularies = [...term.vocabularies].map(([name, version]) => ({ name, version }));
    const { title, describe } = term;
    return { kind: 'term', title, describe, entity: term.entities.join(', '), dateBasis: null, unit: null, vocabularies };
  }
  const { title, describe, entity, date, unit, vocabularies } = compileVersion(found, given).definition;
  return {
    kind: 'metric',
    title,
    describe,
    entity: entity.name,
    dateBasis: date,
    unit,
    vocabularies: vocabularies.map(({ name, version }) => ({ name, version })),
  };
}
