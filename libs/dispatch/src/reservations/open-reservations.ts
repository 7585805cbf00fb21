import { type EventData } from '#libs/contracts';
import { type PastPosting, type RepReservations } from './reservations.evolve.js';

/** A lead that is reserved for the rep, by one command. */
export interface OpenReservation {
  readonly leadId: string;
  /** Of one run of the command: sent twice, it makes two. Null: from an opening balance. */
  readonly reservationId: string | null;
  /** That made it; null: from an opening balance. */
  readonly commandId: string | null;
  /** What it says of a day; null: from an opening balance. */
  readonly counted: EventData<'rep.reservation-returned'>['undone'];
  /** When it was posted, ISO. */
  readonly knownAt: string;
}

/** Every reservation that holds this lead for the rep, newest first; several, while commands about the lead meet. */
export function reservationsOf({ postings }: RepReservations, leadId: string): readonly OpenReservation[] {
  const search = newSearch();
  for (let at = postings; at && !search.over; at = at.before) if (leadsOf(at.event).includes(leadId)) look(search, at.event, leadId);
  return search.open;
}

/** Every reservation of the rep, in no order. */
export function openReservations({ postings }: RepReservations): readonly OpenReservation[] {
  const searches = new Map<string, Search>();
  for (let at = postings; at; at = at.before)
    for (const leadId of leadsOf(at.event)) {
      const search = searches.get(leadId) ?? newSearch();
      searches.set(leadId, search);
      if (!search.over) look(search, at.event, leadId);
    }
  return [...searches.values()].flatMap(({ open }) => open);
}

/** Whether the rep has had the lead by this command, in whatever run, and lost it again: it was accepted, and counted. */
export function hasEnded({ postings }: RepReservations, leadId: string, commandId: string): boolean {
  const ended = new Set<string | null>();
  for (let at = postings; at; at = at.before) {
    const { type, data, metadata } = at.event;
    if (type === 'rep.balance-opened' || data.leadId !== leadId) continue;
    if (type === 'rep.reservation-taken') {
      if (metadata.causationId === commandId && ended.has(data.reservationId)) return true;
    } else if (data.because !== 'not-taken') ended.add(data.reservationId);
  }
  return false;
}

/** Walks the postings of one lead from the newest on, until one before which nothing was open or after which nothing is. */
interface Search {
  readonly open: OpenReservation[];
  readonly returned: (string | null)[];
  over: boolean;
}

const newSearch = (): Search => ({ open: [], returned: [], over: false });

function look(search: Search, event: PastPosting['event'], leadId: string): void {
  const { causationId, knownAt } = event.metadata;
  const found = (reservation: Pick<OpenReservation, 'reservationId' | 'commandId' | 'counted'>): void => {
    if (!search.returned.includes(reservation.reservationId)) search.open.push({ ...reservation, leadId, knownAt });
  };
  switch (event.type) {
    case 'rep.reservation-returned':
      search.returned.push(event.data.reservationId);
      search.over = !event.data.beside;
      return;
    case 'rep.balance-opened':
      found({ reservationId: null, commandId: null, counted: null });
      search.over = true;
      return;
    case 'rep.reservation-taken': {
      const { reservationId, purpose, pool, day, beside } = event.data;
      found({ reservationId, commandId: causationId, counted: { purpose, pool, day } });
      search.over = beside === undefined;
    }
  }
}

const leadsOf = ({ type, data }: PastPosting['event']): readonly string[] => (type === 'rep.balance-opened' ? data.leadIds : [data.leadId]);
