import { type Actor, type EventData, type LedgerEvent } from '#libs/contracts';
import { type EventLog, eventToAppend, type StoredEvent } from '#libs/event-store';
import { type Clock, conflict, derivedId, notFound, unavailable } from '#libs/platform';

type ImportEvent = LedgerEvent<'import.started' | 'import.rows-accepted' | 'import.completed' | 'import.retracted'>;

const attempts = 6;

/** The stream of one import: its beginning, the rows whose effect is in the log, its end, its retraction. */
export class ImportLog {
  constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly keyedHash: (purpose: string, text: string) => string,
  ) {}

  /** `none`, or what the stream last said. Nothing follows a retraction. */
  async last(importId: string): Promise<StoredEvent | null> {
    for await (const event of this.log.readStream(streamOf(importId), { backwards: true, limit: 1 })) return event;
    return null;
  }

  async isRetracted(importId: string): Promise<boolean> {
    return (await this.last(importId))?.type === 'import.retracted';
  }

  async isCompleted(importId: string): Promise<boolean> {
    return (await this.last(importId))?.type === 'import.completed';
  }

  /** False where the import had begun already. */
  async start(data: EventData<'import.started'>, actor: Actor): Promise<boolean> {
    const event = this.event(data.importId, null, { type: 'import.started', data }, actor);
    return (await this.log.append(streamOf(data.importId), [event], 'no-stream')).kind === 'appended';
  }

  /** Appends behind what is there. Throws 404 `IMPORT.NOT_FOUND`, 409 `IMPORT.RETRACTED`. */
  async add(importId: string, event: ImportEvent, actor: Actor): Promise<number> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const last = await this.last(importId);
      if (!last)
        throw notFound('IMPORT.NOT_FOUND', `There is no import ${importId}; see \`import\` in the answer of the import that you mean`);
      if (last.type === 'import.retracted')
        throw conflict('IMPORT.RETRACTED', `The import ${importId} was undone; import the files again to get a new one`);
      const outcome = await this.log.append(streamOf(importId), [this.event(importId, last, event, actor)], last.revision);
      if (outcome.kind === 'appended') return outcome.revision;
    }
    throw unavailable('STREAM.BUSY', `Others keep writing to the import ${importId}; run it again`);
  }

  /** The rows accepted by events behind `revision`, with the revision of each event. */
  async *acceptedAfter(
    importId: string,
    revision: number,
  ): AsyncGenerator<{ revision: number; rows: readonly (readonly [string, string])[] }> {
    for await (const event of this.log.readStream(streamOf(importId), { from: revision + 1 }))
      if (event.type === 'import.rows-accepted')
        yield { revision: event.revision, rows: (event.data as EventData<'import.rows-accepted'>).rows };
  }

  private event(importId: string, last: StoredEvent | null, event: ImportEvent, actor: Actor) {
    const now = this.clock.now().toISOString();
    const knownAt = last && last.metadata.knownAt > now ? last.metadata.knownAt : now;
    const commandId = derivedId('import', importId, (last?.revision ?? -1) + 1, event.type);
    return eventToAppend(streamOf(importId), 0, event, {
      actor,
      commandId,
      commandHash: this.keyedHash('command', commandId),
      correlationId: importId,
      causationId: commandId,
      occurredAt: { precision: 'instant', value: now },
      knownAt,
    });
  }
}

const streamOf = (importId: string): string => `import-${importId}`;
