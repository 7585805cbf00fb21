import { type CommandMeans } from '#libs/event-store';
import { type PolicyKind } from './policy-kind.js';
import { type PolicyVocabularies } from './policy-vocabularies.js';

export interface PolicyDependencies extends CommandMeans {
  /** Every kind there is; a document of another one is refused. */
  readonly kinds: readonly PolicyKind[];
  /** What values in documents are judged by; without it they are not. */
  readonly vocabularies?: PolicyVocabularies;
}
