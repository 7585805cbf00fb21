import { setTimeout as delay } from 'node:timers/promises';
import { type RecordedLedgerEvent } from '#libs/contracts';
import { ProblemError, unavailable } from '#libs/platform';
import { type EventLog, type EventToAppend, type StoredEvent, type StorePosition } from '../event-log.port.js';
import { type Accepted, type Fold, type FoldedStream, foldStored, foldStream } from './fold-stream.js';
import { KeyedQueue } from './keyed-queue.js';
import { positionToken } from './position-token.js';

export interface StreamCommand<S> {
  readonly stream: string;
  readonly fold: Fold<S>;
  readonly commandId: string;
  /** Keyed hash of the body: tells the same command sent again from another one under its id. */
  readonly commandHash: string;
  /** Pinned by the caller: then a change meanwhile is refused, not tried again. */
  readonly expectedRevision?: number;
  /**
   * The stream as somebody has seen it, perhaps not to its end; none: it is taken for new; null: nobody has. It is decided on first, which spares reading the stream: what is accepted is
   * appended only where it was the end, and what would be refused is decided again on the stream itself.
   */
  readonly seen?: ((stream: string) => Promise<readonly StoredEvent[] | null>) | undefined;
  /** Decides on what was read, or throws the rejection; no events where it is so already. Called again after each lost race. */
  readonly decide: (folded: FoldedStream<S>) => Promise<readonly EventToAppend[]> | readonly EventToAppend[];
}

export interface CommandAnswer {
  readonly revision: number;
  /** Opaque; `wait-for` takes it. */
  readonly token: string;
  readonly events: readonly RecordedLedgerEvent[];
  /** The command had been accepted before; nothing was appended now. */
  readonly repeated: boolean;
}

const ATTEMPTS = 12;
const queues = new WeakMap<EventLog, KeyedQueue>();

/**
 * Loads, folds, decides and appends with the revision it read; after a lost race it does so again, a few times. The same command sent twice
 * is answered as the first time and appends nothing.
 *
 * Errors: what `decide` throws; 412 `STREAM.CHANGED` where the caller's revision is no longer the last; 422 `COMMAND.ID_REUSED`; 503
 * `STREAM.BUSY` after too many lost races. Commands of one process on one stream run one after the other.
 */
export function runCommand<S>(log: EventLog, command: StreamCommand<S>): Promise<CommandAnswer> {
  let queue = queues.get(log);
  if (!queue) queues.set(log, (queue = new KeyedQueue()));
  return queue.run(command.stream, () => attempts(log, command));
}

async function attempts<S>(log: EventLog, command: StreamCommand<S>): Promise<CommandAnswer> {
  const seen = await seenBefore(command);
  const early = seen && (await attempt(log, command, seen).catch(() => null));
  if (early && early.events.length > 0) return early;
  for (let lost = 0; lost < ATTEMPTS; lost++) {
    if (lost > 0) await delay(Math.random() * Math.min(100, 5 * 2 ** lost));
    const answered = await attempt(log, command, await foldStream(log, command.stream, command.fold));
    if (answered) return answered;
  }
  throw unavailable('STREAM.BUSY', 'Too many others changed the same thing at once; send the command again with the same id');
}

/** Null: somebody else was faster. */
async function attempt<S>(log: EventLog, command: StreamCommand<S>, folded: FoldedStream<S>): Promise<CommandAnswer | null> {
  const { stream, commandId, commandHash, expectedRevision } = command;
  const earlier = folded.accepted.get(commandId);
  if (earlier) return firstAnswer(earlier, commandHash);
  if (expectedRevision !== undefined && expectedRevision !== folded.revision) throw changed(folded.revision);

  const events = await command.decide(folded);
  if (events.length === 0) return nothingNew(folded);
  const outcome = await log.append(stream, events, folded.revision < 0 ? 'no-stream' : folded.revision);
  if (outcome.kind === 'appended') return answer(stream, events, outcome.revision, outcome.storePosition);
  if (outcome.kind === 'deleted')
    throw new ProblemError(409, [{ code: 'STREAM.DELETED', message: `The stream ${stream} was deleted in the store` }]);
  return null;
}

async function seenBefore<S>({ seen, stream, fold }: StreamCommand<S>): Promise<FoldedStream<S> | null> {
  if (!seen) return null;
  const events = await seen(stream).catch(() => null);
  return events && foldStored(events, fold);
}

/** The same id with the same body gets its first answer; with another body it is refused. */
export function firstAnswer(earlier: Accepted, commandHash: string): CommandAnswer {
  if (earlier.commandHash !== commandHash) {
    const message = 'This command id was used for another command; send a new id';
    throw new ProblemError(422, [{ code: 'COMMAND.ID_REUSED', message }]);
  }
  const last = earlier.events.at(-1)!;
  return { revision: last.revision, token: positionToken(earlier.storePosition), events: earlier.events, repeated: true };
}

const nothingNew = ({ revision, storePosition }: FoldedStream<unknown>): CommandAnswer => ({
  revision,
  token: positionToken(storePosition ?? { commit: 0n, prepare: 0n }),
  events: [],
  repeated: true,
});

function answer(stream: string, events: readonly EventToAppend[], revision: number, storePosition: StorePosition): CommandAnswer {
  const first = revision - events.length + 1;
  return {
    revision,
    token: positionToken(storePosition),
    events: events.map((event, index) => ({ ...event, stream, revision: first + index }) as RecordedLedgerEvent),
    repeated: false,
  };
}

const changed = (revision: number): ProblemError =>
  new ProblemError(412, [
    {
      code: 'STREAM.CHANGED',
      message: `It has changed since: the revision is ${revision} now. Read it again, then decide again`,
      detail: { revision },
    },
  ]);
