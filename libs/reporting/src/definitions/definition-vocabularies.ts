import { type Node } from 'yaml';
import { type CelVocabulary, type DocumentReader, noVocabularies, type Vocabularies } from '#libs/expressions';
import { type VocabularyLibrary } from '#libs/governance';
import { invalid, type Violation } from '#libs/platform';
import { type Terms } from '../terms/term.js';
import { type DefinitionVersion } from './definition-version.js';

/** Which version of a vocabulary is meant; undefined: it is not said. */
export type VocabularyVersions = (name: string) => number | undefined;

/** What a document may call, and in which version where it does not say itself. */
export interface DefinitionVocabularies {
  readonly library: VocabularyLibrary;
  /** Terms that it may use; none where it is left out. */
  readonly terms?: Terms;
  /** Before what the document says: what somebody asked for. */
  readonly asked?: VocabularyVersions;
  /** Where neither says anything. */
  readonly otherwise: VocabularyVersions;
  /** Told of every vocabulary that an expression calls or has values of. */
  readonly noting?: (vocabulary: string) => void;
  /** The day by which values are judged; without it what stands in the document is taken as it is. */
  readonly judgedOn?: string;
  /** True of a version that was accepted once: what is refused since then is taken as it stands. */
  readonly isOnRecord?: true;
}

/** What `vocabularies: { us_states: 1 }` says, by name. */
export function pinnedVersions(yaml: DocumentReader, node: Node | null, library: VocabularyLibrary | undefined): Map<string, number> {
  const pins = new Map<string, number>();
  for (const { name, key, value } of yaml.entries(node, 'vocabularies')) {
    const version = yaml.integer(value, `The version of vocabulary ${name}`, 1, Number.MAX_SAFE_INTEGER);
    const versions = library?.versionsOf(name) ?? [];
    if (versions.length === 0) yaml.unknown(key, 'VOCABULARY', `There is no vocabulary ${name}`, name, library?.names ?? []);
    else if (version !== null && !versions.some((each) => each.version === version))
      yaml.add(value, 'VOCABULARY', `${name} has no version ${version}; it has ${versions.map((each) => each.version).join(', ')}`);
    else if (version !== null) pins.set(name, version);
  }
  return pins;
}

/** The vocabularies that the document's expressions may call, in the versions that it pins, was asked with, or is left with. */
export function documentVocabularies(pins: ReadonlyMap<string, number>, given: DefinitionVocabularies | undefined): Vocabularies {
  if (!given) return noVocabularies;
  const { library, asked, otherwise, noting, judgedOn } = given;
  const choose: VocabularyVersions = (name) => asked?.(name) ?? pins.get(name) ?? otherwise(name);
  const scope = library.scope(choose, judgedOn === undefined ? undefined : { today: judgedOn, raw: true });
  return noting ? noted(scope, noting) : scope;
}

function noted({ get, names, judge }: Vocabularies, noting: (vocabulary: string) => void): Vocabularies {
  const note = (found: CelVocabulary | undefined): CelVocabulary | undefined => {
    if (found) noting(found.name);
    return found;
  };
  return { get: (name) => note(get(name)), names, ...(judge && { judge: { ...judge, boundTo: (path) => note(judge.boundTo?.(path)) } }) };
}

/** Of a published version: where its document says nothing, the versions that were the newest when it was published, for ever. */
export const vocabulariesOf = ({ position }: Pick<DefinitionVersion, 'position'>, library: VocabularyLibrary): DefinitionVocabularies => ({
  library,
  otherwise: library.newestBefore(position ?? Infinity),
});

/** Throws 422 `REPORT.VOCABULARY` for every version that does not exist. */
export function askedVersions(asked: Readonly<Record<string, number>>, library: VocabularyLibrary): VocabularyVersions {
  const problems = Object.entries(asked).flatMap(([name, version]): Violation[] => {
    if (library.find(name, version)) return [];
    const versions = library.versionsOf(name).map((each) => each.version);
    const message =
      versions.length > 0
        ? `Vocabulary ${name} has no version ${version}; it has ${versions.join(', ')}`
        : `There is no vocabulary ${name}`;
    return [{ code: 'REPORT.VOCABULARY', message, path: 'vocabularies' }];
  });
  const [first, ...others] = problems;
  if (first) throw invalid(first, ...others);
  return (name) => (Object.hasOwn(asked, name) ? asked[name] : undefined);
}
