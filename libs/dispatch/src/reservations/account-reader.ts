import { type EventLog, type Fold, positionToken, recorded, type StorePosition } from '#libs/event-store';
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

const accountFold: Fold<RepAccount> = {
  initial: { rep: initialRep, reservations: initialReservations },
  evolve: ({ rep, reservations }, event) => ({ rep: evolveRep(rep, event), reservations: evolveReservations(reservations, event) }),
};

interface Folded {
  readonly account: RepAccount;
  readonly revision: number;
  readonly knownAt: string | null;
  readonly position: StorePosition;
}

const NOTHING: Folded = { account: accountFold.initial, revision: -1, knownAt: null, position: { commit: 0n, prepare: 0n } };

/** Reps whose fold is kept. What is kept only saves reading the same events again: each question reads what came after them. */
const KEPT = 2_000;
const kept = new WeakMap<EventLog, Map<string, Folded>>();

/**
 * Reads a rep's stream to its end: the events since the last reading, on top of the fold of those before. A stream only grows, so the answer is
 * that of the whole stream; a writer appends on its revision, so an answer that is overtaken decides nothing.
 */
export async function readAccount(log: EventLog, rep: string): Promise<ReadAccount> {
  let folds = kept.get(log);
  if (!folds) kept.set(log, (folds = new Map()));
  const stream = `rep-${rep}`;
  let { account, revision, knownAt, position } = folds.get(stream) ?? NOTHING;
  for await (const stored of log.readStream(stream, { from: revision + 1 })) {
    const event = recorded(stored);
    account = accountFold.evolve(account, event);
    revision = event.revision;
    position = stored.storePosition;
    if (knownAt === null || event.metadata.knownAt > knownAt) knownAt = event.metadata.knownAt;
  }
  const before = folds.get(stream);
  if (revision >= 0 && (!before || before.revision < revision)) {
    folds.delete(stream);
    folds.set(stream, { account, revision, knownAt, position });
    if (folds.size > KEPT) folds.delete(folds.keys().next().value!);
  }
  return { account, revision, knownAt, token: positionToken(position) };
}
