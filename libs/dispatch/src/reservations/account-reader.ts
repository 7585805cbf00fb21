import { type RecordedLedgerEvent } from '#libs/contracts';
import { type EventLog, positionToken, recorded, type StorePosition } from '#libs/event-store';
import { sharedReads } from '#libs/platform';
import { initialRep } from '../rep-state.js';
import { evolveRep } from '../rep.evolve.js';
import { evolveReservations, initialReservations, type RepReservations } from './reservations.evolve.js';
import { type RepState } from '../rep-state.js';

/** A rep's stream as limits read it. */
export interface RepAccount {
  readonly rep: RepState;
  readonly reservations: RepReservations;
}

/** The account after the last event of its stream. */
export interface ReadAccount {
  readonly account: RepAccount;
  /** −1: no such stream. */
  readonly revision: number;
  /** Recorded time of the last event. */
  readonly knownAt: string | null;
  /** Of the last event; what a read may wait for. */
  readonly token: string;
}

/** The account after one event more of its stream. */
export const evolveAccount = ({ rep, reservations }: RepAccount, event: RecordedLedgerEvent): RepAccount => ({
  rep: evolveRep(rep, event),
  reservations: evolveReservations(reservations, event),
});

interface Folded {
  readonly account: RepAccount;
  readonly revision: number;
  readonly knownAt: string | null;
  readonly position: StorePosition;
}

const NOTHING: Folded = {
  account: { rep: initialRep, reservations: initialReservations },
  revision: -1,
  knownAt: null,
  position: { commit: 0n, prepare: 0n },
};

/** Reps whose fold is kept. What is kept only saves reading the same events again: each question reads what came after them. */
const KEPT = 2_000;
const readers = new WeakMap<EventLog, (rep: string) => Promise<ReadAccount>>();

/**
 * Reads a rep's stream to its end: the events since the last reading, on top of the fold of those before, once for all who ask at once. A stream
 * only grows, so the answer is that of the whole stream; a writer appends on its revision, so an answer that is overtaken decides nothing.
 */
export function readAccount(log: EventLog, rep: string): Promise<ReadAccount> {
  let reader = readers.get(log);
  if (!reader) readers.set(log, (reader = accountReader(log)));
  return reader(rep);
}

function accountReader(log: EventLog): (rep: string) => Promise<ReadAccount> {
  const folds = new Map<string, Folded>();
  return sharedReads(async (rep) => {
    let { account, revision, knownAt, position } = folds.get(rep) ?? NOTHING;
    for await (const stored of log.readStream(`rep-${rep}`, { from: revision + 1 })) {
      const event = recorded(stored);
      account = evolveAccount(account, event);
      revision = event.revision;
      position = stored.storePosition;
      if (knownAt === null || event.metadata.knownAt > knownAt) knownAt = event.metadata.knownAt;
    }
    if (revision >= 0) {
      folds.delete(rep);
      folds.set(rep, { account, revision, knownAt, position });
      if (folds.size > KEPT) folds.delete(folds.keys().next().value!);
    }
    return { account, revision, knownAt, token: positionToken(position) };
  });
}
