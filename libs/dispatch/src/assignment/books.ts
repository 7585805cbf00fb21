import { type VocabularyBook } from '#libs/governance';
import { type LeadBook } from './lead-book.js';
import { type OpenLead } from './open-lead.js';
import { type OrganisationBook } from './organisation-book.js';
import { type PolicyBook } from './policy-book.js';
import { type TurnBook } from './turn-book.js';
import { type WorkBook } from './work-book.js';

/** What the fold of dispatch is kept in. */
export interface Books {
  readonly organisation: OrganisationBook;
  readonly leads: LeadBook;
  readonly work: WorkBook;
  readonly vocabularies: VocabularyBook;
  readonly policies: PolicyBook;
  readonly turns: TurnBook;
}

/** Lies in a pool from which some policy takes leads. */
export const isIntake = ({ policies }: Pick<Books, 'policies'>, { holder }: OpenLead): boolean =>
  holder.kind === 'pool' && policies.pools().has(holder.id);
