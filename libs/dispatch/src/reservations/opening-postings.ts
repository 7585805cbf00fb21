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

/** One event stays far below 1 MiB, and so do those of one append. */
const LEADS_AN_EVENT = 5_000;
const LEADS_AN_APPEND = 4 * LEADS_AN_EVENT;

type Balance = LedgerEvent<'rep.balance-opened'>;

/** What the rep had, as much as goes into one append: asked again until the account is opened, which the last event says. At least one event. */
export function openingPostings(
  reservations: RepReservations,
  { position, leadIds, taken }: OpeningBalance,
  day: string,
): readonly Balance[] {
  const left = unreserved(reservations, leadIds);
  if (left.length > LEADS_AN_APPEND) return adoptedPostings(reservations, left);
  const [first = [], ...others] = chunks(left);
  return [
    { type: 'rep.balance-opened', data: { position, leadIds: first, taken: taken.map((each) => ({ ...each, day })) } },
    ...others.map((some): Balance => ({ type: 'rep.balance-opened', data: { position, leadIds: some, taken: [] } })),
  ];
}

/** Leads that came past the limits, as many as go into one append: an import, or a command that was under way when the postings began. */
export const adoptedPostings = (reservations: RepReservations, leadIds: readonly string[]): readonly Balance[] =>
  chunks(unreserved(reservations, leadIds).slice(0, LEADS_AN_APPEND)).map((some) => ({
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
