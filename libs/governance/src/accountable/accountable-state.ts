import { type RecordedLedgerEvent } from '#libs/contracts';

/** The domain whose person answers for the integrity of everything, and for every domain that has nobody of its own. */
export const PIPELINE = 'pipeline';

/** A person who answers for a domain of data. */
export interface Accountable {
  readonly domain: string;
  readonly person: string;
  /** ISO instant from which on. */
  readonly since: string;
  /** The event that says so. */
  readonly eventId: string;
  readonly reason: string;
}

/** By domain. */
export type AccountableState = Readonly<Record<string, Accountable>>;

export const initialAccountable: AccountableState = {};

export function evolveAccountable(state: AccountableState, event: RecordedLedgerEvent): AccountableState {
  if (event.type !== 'settings.accountable-named') return state;
  const { domain, person, reason } = event.data;
  const since = event.metadata.occurredAt.value ?? event.metadata.knownAt;
  return { ...state, [domain]: { domain, person, since, eventId: event.id, reason } };
}

/** Who answers for a domain: its own person, else that of the pipeline; null before anyone was named. */
export const accountableFor = (state: AccountableState, domain: string): Accountable | null => state[domain] ?? state[PIPELINE] ?? null;

/** The domains that a person answers for. */
export const domainsOf = (state: AccountableState, person: string): readonly string[] =>
  Object.values(state).flatMap((one) => (one.person === person ? [one.domain] : []));
