import { type Actor, type OccurredAt } from '#libs/contracts';
import { type LeadAction } from '../lead-action.js';

/** One fact of an import: what happened, by whom and when, as the source tells it. */
export interface HistoricalFact {
  /** Identifies the row the fact comes from; several facts of one row share it, in a stable order. */
  readonly rowKey: string;
  /** Digest of the row's content: a known row with another digest is reported as `ROW_CHANGED`. */
  readonly rowHash: string;
  readonly occurredAt: OccurredAt;
  /** When the source system recorded it (ISO 8601); null where it does not say. */
  readonly knownAt: string | null;
  /** Default: the import. */
  readonly actor?: Actor;
  readonly action: LeadAction;
}

/** All facts of one lead in an import; becomes one append. */
export interface HistoricalCase {
  readonly importId: string;
  /** Names the lead in the source system; `source:id` finds it. */
  readonly leadKey: { readonly source: string; readonly id: string };
  readonly facts: readonly HistoricalFact[];
}
