import { type RecordedLedgerEvent, upcast } from '#libs/contracts';
import { type EventLog, type StoredEvent, type StorePosition } from '../event-log.port.js';

/** How the events of one kind of stream make a state. Pure. */
export interface Fold<S> {
  readonly initial: S;
  readonly evolve: (state: S, event: RecordedLedgerEvent) => S;
}

/** What one command left in a stream. */
export interface Accepted {
  readonly commandHash: string;
  readonly events: RecordedLedgerEvent[];
  /** Of its last event. */
  storePosition: StorePosition;
}

export interface FoldedStream<S> {
  readonly state: S;
  /** −1: no such stream. */
  readonly revision: number;
  /** Recorded time of the last event; a stream never goes back behind it. */
  readonly knownAt: string | null;
  /** Of the last event. */
  readonly storePosition: StorePosition | null;
  /** Every command the stream has accepted, by id. */
  readonly accepted: ReadonlyMap<string, Accepted>;
}

export const recorded = (stored: StoredEvent): RecordedLedgerEvent => {
  const { id, stream, revision, metadata } = stored;
  return { ...upcast(stored.type, stored.data, metadata.schemaVersion), id, stream, revision, metadata };
};

const laterOf = (a: string | null, b: string): string => (a !== null && a > b ? a : b);

/** Reads a stream from its first event and folds it. */
export async function foldStream<S>(log: EventLog, stream: string, fold: Fold<S>): Promise<FoldedStream<S>> {
  const folding = new Folding(fold);
  for await (const stored of log.readStream(stream)) folding.add(stored);
  return folding;
}

/** Folds a stream, or the beginning of one, that was read elsewhere. */
export function foldStored<S>(events: Iterable<StoredEvent>, fold: Fold<S>): FoldedStream<S> {
  const folding = new Folding(fold);
  for (const stored of events) folding.add(stored);
  return folding;
}

class Folding<S> implements FoldedStream<S> {
  state: S;
  revision = -1;
  knownAt: string | null = null;
  storePosition: StorePosition | null = null;
  readonly accepted = new Map<string, Accepted>();

  constructor(private readonly fold: Fold<S>) {
    this.state = fold.initial;
  }

  add(stored: StoredEvent): void {
    const event = recorded(stored);
    const { storePosition } = stored;
    this.state = this.fold.evolve(this.state, event);
    this.revision = event.revision;
    this.storePosition = storePosition;
    this.knownAt = laterOf(this.knownAt, event.metadata.knownAt);
    const { commandId, commandHash } = event.metadata;
    const earlier = this.accepted.get(commandId);
    if (earlier) {
      earlier.events.push(event);
      earlier.storePosition = storePosition;
    } else this.accepted.set(commandId, { commandHash, events: [event], storePosition });
  }
}
