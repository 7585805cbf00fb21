import { type Actor, type LedgerEvent } from '#libs/contracts';
import { type EventLog, eventToAppend, type StoredEvent, type StorePosition } from '#libs/event-store';
import { type Clock, conflict, ProblemError } from '#libs/platform';

/** Who sends a command that writes to a definition, and its identity. */
export interface DefinitionEnvelope {
  readonly commandId: string;
  /** Keyed hash of the command's body: the same id with another body is refused. */
  readonly commandHash: string;
  readonly actor: Actor;
}

export interface Appended<T> {
  readonly answer: T;
  /** Of the last event of the stream; null where nothing was written and nothing stood. */
  readonly storePosition: StorePosition | null;
}

const ATTEMPTS = 5;

/**
 * Loads `definition-<name>`, decides, appends; tries again where somebody else was quicker. A command whose id the stream has accepted before
 * adds nothing and gets the first answer; the same id with another body is refused with 422 `COMMAND.ID_REUSED`.
 */
export async function appendToDefinition<T>(
  deps: { readonly log: EventLog; readonly clock: Clock },
  name: string,
  envelope: DefinitionEnvelope,
  steps: {
    readonly decide: (stream: readonly StoredEvent[]) => { readonly answer: T; readonly events: readonly LedgerEvent[] };
    readonly replay: (event: StoredEvent) => T;
  },
): Promise<Appended<T>> {
  const streamName = `definition-${name}`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const stream: StoredEvent[] = [];
    for await (const event of deps.log.readStream(streamName)) stream.push(event);
    const last = stream[stream.length - 1];
    const earlier = stream.find((event) => event.metadata.commandId === envelope.commandId);
    if (earlier && earlier.metadata.commandHash !== envelope.commandHash)
      throw new ProblemError(422, [{ code: 'COMMAND.ID_REUSED', message: 'This command id was used for another command: send a new id' }]);
    if (earlier) return { answer: steps.replay(earlier), storePosition: earlier.storePosition };
    const { answer, events } = steps.decide(stream);
    if (events.length === 0) return { answer, storePosition: last?.storePosition ?? null };
    const now = deps.clock.now().toISOString();
    const knownAt = last && last.metadata.knownAt > now ? last.metadata.knownAt : now;
    const { actor, commandId, commandHash } = envelope;
    const occurredAt = { precision: 'instant' as const, value: knownAt };
    const common = { actor, commandId, commandHash, correlationId: commandId, causationId: commandId, occurredAt, knownAt };
    const toAppend = events.map((event, index) => eventToAppend(streamName, index, event, common));
    const outcome = await deps.log.append(streamName, toAppend, last ? last.revision : 'no-stream');
    if (outcome.kind === 'appended') return { answer, storePosition: outcome.storePosition };
    if (outcome.kind === 'deleted') throw conflict('DEFINITION.DELETED', `The stream of definition ${name} was deleted in the event store`);
  }
  throw conflict('DEFINITION.BUSY', `Others are writing to definition ${name}: try again`);
}
