import { type EventLog } from '#libs/event-store';
import { type Clock } from '#libs/platform';
import { type PolicyKind } from './policy-kind.js';
import { type PolicyVocabularies } from './policy-vocabularies.js';

export interface PolicyDependencies {
  readonly log: EventLog;
  /** Every kind there is; a document of another one is refused. */
  readonly kinds: readonly PolicyKind[];
  readonly keyedHash: (purpose: string, text: string) => string;
  readonly clock: Clock;
  /** What values in documents are judged by; without it they are not. */
  readonly vocabularies?: PolicyVocabularies;
}
