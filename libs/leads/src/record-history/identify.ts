import { derivedId } from '#libs/platform';
import { type Arrival, isPersonal, readArrival } from '../capture-inquiry/arrival.js';
import { subjectsOf } from '../capture-inquiry/prepare-intake.js';
import { inquiryIdOf, type Reservation } from '../identity/identity-registry.js';
import { type CaptureInquiry } from '../lead-action.js';
import { type HistoricalCase, type HistoricalFact } from './historical-case.js';
import { type LeadDependencies } from '../lead-dependencies.js';

/** A fact with the ids that follow from its place in the import. */
export interface IdentifiedFact {
  readonly fact: HistoricalFact;
  readonly commandId: string;
  readonly commandHash: string;
  /** Of a captured inquiry. */
  readonly capture: {
    readonly action: CaptureInquiry;
    readonly arrival: Arrival;
    readonly inquiryId: string;
    readonly reservation: Reservation;
  } | null;
}

export interface IdentifiedCase {
  readonly importId: string;
  readonly leadKey: HistoricalCase['leadKey'];
  readonly leadId: string;
  readonly facts: readonly IdentifiedFact[];
}

/** Requests that one statement brings to the registry: locks are held for its length. */
const RESERVED_AT_ONCE = 250;

/** Ids for every fact of cases that go to these leads, people for every inquiry: the registry and the key store are asked in batches. */
export async function identify(
  dependencies: LeadDependencies,
  cases: readonly HistoricalCase[],
  leadIds: readonly string[],
): Promise<readonly IdentifiedCase[]> {
  const identified = cases.map((one, index) => identifiedCase(dependencies, one, leadIds[index]!));
  const personal = identified.flatMap(({ facts }) => facts.filter(({ capture }) => capture && isPersonal(capture.arrival)));
  const reserved = new Map<IdentifiedFact, Reservation>();
  for (let from = 0; from < personal.length; from += RESERVED_AT_ONCE) {
    const part = personal.slice(from, from + RESERVED_AT_ONCE);
    const reservations = await dependencies.identity.reserve(
      part.map(({ capture, commandHash }) => ({
        inquiryId: null,
        commandHash,
        points: capture!.arrival.contact.points,
        personId: derivedId('person', capture!.inquiryId),
        leadId: capture!.reservation.leadId,
      })),
    );
    await dependencies.sealer.prepare([...new Set(reservations.flatMap(subjectsOf))]);
    part.forEach((fact, index) => reserved.set(fact, reservations[index]!));
  }
  if (reserved.size === 0) return identified;
  const withReservation = (fact: IdentifiedFact): IdentifiedFact => {
    const reservation = reserved.get(fact);
    return reservation ? { ...fact, capture: { ...fact.capture!, reservation } } : fact;
  };
  return identified.map((one) => ({ ...one, facts: one.facts.map(withReservation) }));
}

function identifiedCase(
  { keyedHash, defaultCountry }: LeadDependencies,
  { importId, leadKey, facts }: HistoricalCase,
  leadId: string,
): IdentifiedCase {
  const ofRow = new Map<string, number>();
  const hashes = new Map<string, string>();
  return {
    importId,
    leadKey,
    leadId,
    facts: facts.map((fact) => {
      const place = ofRow.get(fact.rowKey) ?? 0;
      ofRow.set(fact.rowKey, place + 1);
      let commandHash = hashes.get(fact.rowHash);
      if (commandHash === undefined) hashes.set(fact.rowHash, (commandHash = keyedHash('row', fact.rowHash)));
      const commandId = derivedId(importId, fact.rowKey, place);
      if (fact.action.do !== 'capture-inquiry') return { fact, commandId, commandHash, capture: null };
      const action = named(fact.action, leadKey);
      const reservation: Reservation = { personId: null, leadId, commandHash, points: new Map() };
      const capture = {
        action,
        arrival: readArrival(action, defaultCountry, { freeText: 'clear' }),
        inquiryId: inquiryIdOf(commandId),
        reservation,
      };
      return { fact, commandId, commandHash, capture };
    }),
  };
}

/** An inquiry that does not say its name elsewhere has that of the lead. */
const named = (action: CaptureInquiry, { source, id }: HistoricalCase['leadKey']): CaptureInquiry => ({
  ...action,
  externalSource: action.externalSource ?? source,
  externalId: action.externalId ?? id,
});
