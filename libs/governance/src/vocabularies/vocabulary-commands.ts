import { type CommandAnswer, type CommandEnvelope, type CommandMeans, foldStream, runCommandNow } from '#libs/event-store';
import { documentViolations, type DocumentProblem } from '#libs/expressions';
import { notFound, ProblemError, sha256, type Violation } from '#libs/platform';
import { editVocabulary, type VocabularyEdit } from './edit-vocabulary.js';
import { parseVocabulary } from './parse-vocabulary.js';
import { decidePublishVocabulary } from './publish-vocabulary/publish-vocabulary.decide.js';
import { type VocabularyReader } from './read-vocabularies.js';
import { type VocabularyDocument } from './vocabulary.js';
import { vocabularyFold } from './vocabulary.evolve.js';

export interface VocabularyDependencies extends CommandMeans {
  /** The vocabularies there are: a field has one. */
  readonly vocabularies: VocabularyReader;
}

interface Told {
  readonly reason: string;
  /** ISO instant from which on entries are checked by it; default now. */
  readonly effectiveFrom?: string;
}

export interface PublishedVocabulary {
  readonly name: string;
  readonly version: number;
  readonly answer: CommandAnswer;
}

/** Errors: `ProblemError` 422 with everything that is wrong, line and column where it is the document; those of `runCommand`. */
export interface VocabularyCommands {
  publish(command: Told & { readonly document: string }, envelope: CommandEnvelope): Promise<PublishedVocabulary>;
  /** Publishes the last document with one small change as the next version. 404 where there is no such vocabulary. */
  edit(name: string, command: Told & { readonly edit: VocabularyEdit }, envelope: CommandEnvelope): Promise<PublishedVocabulary>;
  /** What `publish` would refuse of the document itself; publishes nothing. */
  check(document: string): { readonly name: string | null; readonly problems: readonly DocumentProblem[] };
}

const vocabularyStream = (name: string): string => `vocabulary-${name}`;

export function createVocabularyCommands(dependencies: VocabularyDependencies): VocabularyCommands {
  async function run(name: string, body: unknown, documentOf: (last: string | undefined) => string, told: Told, envelope: CommandEnvelope) {
    const library = await dependencies.vocabularies();
    let version = 0;
    const answer = await runCommandNow(dependencies, {
      stream: vocabularyStream(name),
      fold: vocabularyFold,
      body,
      envelope,
      decide: (state, now) => {
        const last = state.versions.at(-1)?.document;
        const document = documentOf(last);
        const parsed = readable(document);
        const others = library.chosen((other) => (other === name ? undefined : library.versionsOf(other).at(-1)?.version));
        const bound = others.flatMap((other) => boundTwice(parsed, other));
        const decision = decidePublishVocabulary(state, {
          parsed,
          document,
          documentHash: sha256(document),
          reason: told.reason.trim(),
          effectiveFrom: told.effectiveFrom === undefined ? null : new Date(told.effectiveFrom).toISOString(),
          now,
          before: last === undefined ? null : parseVocabulary(last).vocabulary,
        });
        const [first, ...rest] = [...bound, ...(decision.kind === 'rejected' ? decision.violations : [])];
        if (decision.kind === 'rejected' || first) throw new ProblemError(422, [first!, ...rest]);
        version = decision.version;
        return decision.events;
      },
    });
    const [published] = answer.events;
    if (published?.type === 'vocabulary.published') version = published.data.version;
    return { name, version, answer };
  }

  return {
    check: (document) => {
      const { vocabulary, problems } = parseVocabulary(document);
      return { name: vocabulary?.name ?? null, problems };
    },
    publish: async ({ document, ...told }, envelope) => {
      const { vocabulary, problems } = parseVocabulary(document);
      const violations = documentViolations(problems);
      if (told.reason.trim() === '')
        violations.push({ code: 'VOCABULARY.REASON', message: 'Say why this version is published', path: 'reason' });
      const [first, ...others] = violations;
      if (!vocabulary || first) throw new ProblemError(422, [first!, ...others]);
      return run(vocabulary.name, ['publish-vocabulary', document, told], () => document, told, envelope);
    },
    edit: async (name, { edit, ...told }, envelope) => {
      const { state } = await foldStream(dependencies.log, vocabularyStream(name), vocabularyFold);
      if (state.versions.length === 0) throw notFound('VOCABULARY.NOT_FOUND', `There is no vocabulary ${name}; publish one`);
      return run(name, ['edit-vocabulary', name, edit, told], (last) => editVocabulary(last!, edit), told, envelope);
    },
  };
}

function readable(document: string): VocabularyDocument {
  const { vocabulary, problems } = parseVocabulary(document);
  const [first, ...others] = documentViolations(problems);
  if (vocabulary) return vocabulary;
  throw new ProblemError(422, [first!, ...others]);
}

/** What two vocabularies would both decide. */
const boundTwice = (mine: VocabularyDocument, other: VocabularyDocument): Violation[] =>
  [...mine.attributes.filter((name) => other.attributes.includes(name)), ...mine.fields.filter((name) => other.fields.includes(name))].map(
    (name) => ({
      code: 'VOCABULARY.BOUND',
      message: `${name} has the vocabulary ${other.name}: one field has one vocabulary. Take it out of one of the two`,
      path: 'attributes',
    }),
  );
