import { type Pool } from 'pg';
import { type VocabularyCommands } from '#libs/governance';

export const VOCABULARIES = Symbol('vocabularies');

/** What the vocabulary endpoints work with. */
export interface VocabulariesService {
  readonly commands: VocabularyCommands;
  /** Of the database that holds schema `read`. */
  readonly pool: Pool;
}
