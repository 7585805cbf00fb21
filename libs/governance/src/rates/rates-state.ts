import { type RecordedLedgerEvent } from '#libs/contracts';

/** One document of rates as it was published. It never changes. */
export interface RatesVersion {
  readonly name: string;
  readonly version: number;
  readonly to: string;
  readonly holdsDays: number;
  readonly rates: readonly { readonly currency: string; readonly from: string; readonly rate: string }[];
  readonly document: string;
  readonly documentHash: string;
  readonly reason: string;
  readonly publishedAt: string;
  readonly publishedBy: string;
}

interface RatesState {
  readonly versions: readonly RatesVersion[];
}

/** The fold of `rates-<name>`. */
export const ratesFold = {
  initial: { versions: [] } as RatesState,
  evolve: (state: RatesState, event: RecordedLedgerEvent): RatesState =>
    event.type === 'rates.published'
      ? { versions: [...state.versions, { ...event.data, publishedAt: event.metadata.knownAt, publishedBy: event.metadata.actor.id }] }
      : state,
};
