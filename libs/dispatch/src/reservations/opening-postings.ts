import { type LedgerEvent } from '#libs/contracts';
import { openReservations } from './open-reservations.js';
import { type RepReservations } from './reservations.evolve.js';

/** What a rep has at the moment when its postings begin. */
export interface OpeningBalance {
  /** Up to which the log was counted, at least. */
  readonly position: number;
  readonly leadIds: readonly string[];
  /** What it took since an instant, and from which pool a claim. */
  readonly taken: readonly {
    readonly leadId: string;
    readonly purpose: 'claim' | 'assignment' | 'transfer';
    readonly pool: string | null;
  }[];
}

/** One event stays far below 1 MiB. */
const LEADS_AN_EVENT = 5_000;

type Balance = LedgerEvent<'rep.balance-opened'>;

/** What the rep had, in as few events as fit; at least one, which says that it was counted. */
export function openingPostings(
  reservations: RepReservations,
  { position, leadIds, taken }: OpeningBalance,
  day: string,
): readonly Balance[] {
  const [first = [], ...others] = chunks(unreserved(reservations, leadIds));
  return [
    { type: 'rep.balance-opened', data: { position, leadIds: first, taken: taken.map((each) => ({ ...each, day })) } },
    ...others.map((some): Balance => ({ type: 'rep.balance-opened', data: { position, leadIds: some, taken: [] } })),
  ];
}

/** Leads that came past the limits: an import, or a command that was under way when the postings began. */
export const adoptedPostings = (reservations: RepReservations, leadIds: readonly string[]): readonly Balance[] =>
  chunks(unreserved(reservations, leadIds)).map((some) => ({
    type: 'rep.balance-opened',
    data: { position: null, leadIds: some, taken: [] },
  }));

function unreserved(reservations: RepReservations, leadIds: readonly string[]): readonly string[] {
  const reserved = new Set(openReservations(reservations).map(({ leadId }) => leadId));
  return [...new Set(leadIds)].filter((leadId) => !reserved.has(leadId));
}

function chunks(leadIds: readonly string[]): string[][] {
  const parts: string[][] = [];
  for (let from = 0; from < leadIds.length; from += LEADS_AN_EVENT) parts.push(leadIds.slice(from, from + LEADS_AN_EVENT));
  return parts;
}
