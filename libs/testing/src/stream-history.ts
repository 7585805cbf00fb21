import { type Actor, type EventData, type EventMetadata, type EventType, type OccurredAt, type PositionedEvent } from '#libs/contracts';
import { type EventLog, type EventToAppend } from '#libs/event-store';
import { derivedId } from '#libs/platform';

export interface SaidOfEvent {
  /** Recorded time; default the time of the event before it. */
  readonly knownAt?: string;
  /** An instant, or the whole effective time; default `knownAt`. */
  readonly occurredAt?: string | OccurredAt;
  /** Whoever acts, where it is no person. */
  readonly actor?: Actor;
  /** The acting person; default `tester`. */
  readonly by?: string;
  readonly policy?: { readonly name: string; readonly version: number };
  readonly decisionId?: string;
  readonly importId?: string;
  readonly commandId?: string;
}

/** Writes the history of one stream by hand: valid events, ids derived, revisions counted. */
export class StreamHistory {
  private readonly events: EventToAppend[] = [];
  private knownAt = '2026-01-01T00:00:00.000Z';
  private appended = 0;

  constructor(readonly stream: string) {}

  add<T extends EventType>(type: T, data: EventData<T>, said: SaidOfEvent = {}): this {
    if (said.knownAt !== undefined) this.knownAt = new Date(said.knownAt).toISOString();
    const commandId = said.commandId ?? derivedId(this.stream, 'command', this.events.length);
    const metadata: EventMetadata = {
      actor: said.actor ?? { kind: said.importId === undefined ? 'person' : 'import', id: said.by ?? 'tester', assurance: 'local' },
      commandId,
      commandHash: 'test',
      correlationId: commandId,
      causationId: commandId,
      occurredAt: occurred(said.occurredAt ?? this.knownAt),
      knownAt: this.knownAt,
      schemaVersion: 1,
      ...(said.policy && { policy: said.policy }),
      ...(said.decisionId !== undefined && { decisionId: said.decisionId }),
      ...(said.importId !== undefined && { importId: said.importId }),
    };
    this.events.push({ id: derivedId(this.stream, commandId, this.events.length), type, data, metadata });
    return this;
  }

  /** As the spine would give them where nothing else was in the log (`first` is the position of the first). */
  positioned(first = 1): PositionedEvent[] {
    return this.events.map(
      (event, revision) => ({ ...event, stream: this.stream, revision, position: first + revision }) as PositionedEvent,
    );
  }

  toAppend(): readonly EventToAppend[] {
    return this.events;
  }

  /** Appends what was not appended yet, in one append. */
  async appendTo(log: EventLog): Promise<void> {
    const fresh = this.events.slice(this.appended);
    if (fresh.length === 0) return;
    const outcome = await log.append(this.stream, fresh, this.appended === 0 ? 'no-stream' : this.appended - 1);
    if (outcome.kind !== 'appended') throw new Error(`Appending to ${this.stream} ended in ${outcome.kind}`);
    this.appended = this.events.length;
  }
}

const occurred = (time: string | OccurredAt): OccurredAt =>
  typeof time === 'string' ? { precision: 'instant', value: new Date(time).toISOString() } : time;
