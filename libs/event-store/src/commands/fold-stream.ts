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
export async function foldStream<S>(log: EventLog, stream: string, { initial, evolve }: Fold<S>): Promise<FoldedStream<S>> {
  let state = initial;
  let revision = -1;
  let knownAt: string | null = null;
  let storePosition: StorePosition | null = null;
  const accepted = new Map<string, Accepted>();
  for await (const stored of log.readStream(stream)) {
    const event = recorded(stored);
    state = evolve(state, event);
    revision = event.revision;
    storePosition = stored.storePosition;
    knownAt = laterOf(knownAt, event.metadata.knownAt);
    const { commandId, commandHash } = event.metadata;
    const earlier = accepted.get(commandId);
    if (earlier) {
      earlier.events.push(event);
      earlier.storePosition = stored.storePosition;
    } else accepted.set(commandId, { commandHash, events: [event], storePosition: stored.storePosition });
  }
  return { state, revision, knownAt, storePosition, accepted };
}
