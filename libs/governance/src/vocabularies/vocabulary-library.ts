import { type CelVocabulary, type FactCodes, type Vocabularies } from '#libs/expressions';
import { parseVocabulary } from './parse-vocabulary.js';
import { type Vocabulary, type VocabularyField, vocabularyFields } from './vocabulary.js';
import { type VocabularyState, type VocabularyVersion, versionInForce } from './vocabulary-state.js';

/** A version with its place in the log. */
export interface PlacedVersion extends VocabularyVersion {
  readonly position: number;
}

export interface PlacedVocabulary extends VocabularyState {
  readonly versions: readonly PlacedVersion[];
}

/** Parsed once a process: a published version never changes. */
const parsed = new Map<string, Vocabulary>();

/** Which version of a vocabulary is meant; undefined: none of it. */
export type ChooseVersion = (name: string) => number | undefined;

/** All versions of all vocabularies, as they are known. */
export class VocabularyLibrary {
  private readonly byName: ReadonlyMap<string, PlacedVocabulary>;

  constructor(vocabularies: readonly PlacedVocabulary[]) {
    this.byName = new Map(vocabularies.map((each) => [each.name, each]));
  }

  get names(): readonly string[] {
    return [...this.byName.keys()];
  }

  versionsOf(name: string): readonly PlacedVersion[] {
    return this.byName.get(name)?.versions ?? [];
  }

  find(name: string, version: number | undefined): Vocabulary | undefined {
    const found = this.versionsOf(name).find((each) => each.version === version);
    return found && vocabularyOf(name, found);
  }

  /** The newest version that was published before a position of the log, or the newest of all where there was none then. */
  readonly newestBefore =
    (position: number): ChooseVersion =>
    (name) =>
      (this.versionsOf(name).findLast((each) => each.position < position) ?? this.versionsOf(name).at(-1))?.version;

  /** What entries are checked by at an instant (ISO). */
  readonly inForce =
    (at: string): ChooseVersion =>
    (name) =>
      versionInForce(this.byName.get(name) ?? { name, versions: [] }, at)?.version;

  /** The same, and before the first version of a vocabulary that one: for a past in which there was none yet. */
  readonly inForceOrFirst =
    (at: string): ChooseVersion =>
    (name) =>
      this.inForce(at)(name) ?? this.versionsOf(name)[0]?.version;

  /**
   * One version each, as expressions use them. `judge`: values written out must be known, and not retired by `today` (where it is given); with `raw`, also
   * those beside raw facts that have a vocabulary.
   */
  scope(choose: ChooseVersion, judge?: { readonly today: string | null; readonly raw: boolean }): Vocabularies {
    const get = (name: string): Vocabulary | undefined => this.find(name, choose(name));
    if (!judge) return { get, names: this.names };
    const { today, raw } = judge;
    const chosen = raw ? this.chosen(choose) : [];
    return { get, names: this.names, judge: { today, boundTo: (path) => boundTo(chosen, path) } };
  }

  /** The same versions as they read raw facts; attributes of a rep too, so that the two can be compared. */
  codes(choose: ChooseVersion): FactCodes {
    const chosen = this.chosen(choose);
    return {
      key: chosen.map(({ name, version }) => `${name}@${version}`).join(' '),
      vocabularyOf: (path) => boundTo(chosen, path[0] === 'rep' ? path.slice(1) : path),
    };
  }

  /** The chosen version of each. */
  chosen(choose: ChooseVersion): readonly Vocabulary[] {
    return this.names.flatMap((name) => this.find(name, choose(name)) ?? []);
  }
}

export const noVocabularies = new VocabularyLibrary([]);

const isField = (name: string): name is VocabularyField => (vocabularyFields as readonly string[]).includes(name);

/** `attributes.state` and `lead.attributes.state` are the attribute, `channel` and `lead.channel` the field; a rep's own attributes are neither. */
function boundTo(vocabularies: readonly Vocabulary[], path: readonly string[]): CelVocabulary | undefined {
  const [name = '', record] = [...path].reverse();
  if (path[0]?.startsWith('rep') || path[0]?.startsWith('team')) return undefined;
  if (record === 'attributes') return vocabularies.find(({ attributes }) => attributes.includes(name));
  if (isField(name)) return vocabularies.find(({ fields }) => fields.includes(name));
  return path.length === 1 ? vocabularies.find(({ attributes }) => attributes.includes(name)) : undefined;
}

function vocabularyOf(name: string, { version, document, documentHash }: VocabularyVersion): Vocabulary {
  const key = `${name} ${version} ${documentHash}`;
  const known = parsed.get(key);
  if (known) return known;
  const { vocabulary, problems } = parseVocabulary(document);
  if (!vocabulary)
    throw new Error(`Vocabulary ${name}@${version} can no longer be read: ${problems.map(({ message }) => message).join('; ')}`);
  const ready = { ...vocabulary, version, documentHash };
  parsed.set(key, ready);
  return ready;
}
