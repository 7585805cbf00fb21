import { type Actor, type EventData, type LedgerEvent } from '#libs/contracts';
import { type EventLog, eventToAppend, KeyedQueue, type StorePosition } from '#libs/event-store';
import { type Clock, conflict, derivedId, notFound, type ProblemError, unavailable } from '#libs/platform';

type ImportEvent = LedgerEvent<'import.started' | 'import.rows-accepted' | 'import.completed' | 'import.retracted'>;

const attempts = 6;

/** What is asked of the last event of an import; its rows may be many. */
interface Latest {
  readonly type: string;
  readonly revision: number;
  readonly knownAt: string;
  readonly storePosition: StorePosition;
}

/** The stream of one import: its beginning, the rows whose effect is in the log, its end, its retraction. */
export class ImportLog {
  /** As far as each stream was read or written here: only what others wrote behind it is still to be read. */
  private readonly latest = new Map<string, Latest>();
  private readonly queue = new KeyedQueue();

  constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly keyedHash: (purpose: string, text: string) => string,
  ) {}

  /** Null: there is no such import. Nothing follows a retraction. */
  async last(importId: string): Promise<Latest | null> {
    const known = this.latest.get(importId);
    const behind = known ? { from: known.revision + 1 } : { backwards: true, limit: 1 };
    for await (const { type, revision, storePosition, metadata } of this.log.readStream(streamOf(importId), behind))
      this.remember(importId, { type, revision, storePosition, knownAt: metadata.knownAt });
    return this.latest.get(importId) ?? null;
  }

  /** Throws 409 `IMPORT.RETRACTED` where the import has been undone. */
  async mustStand(importId: string): Promise<void> {
    if ((await this.last(importId))?.type === 'import.retracted') throw retracted(importId);
  }

  /** False where the import had begun already. */
  async start(data: EventData<'import.started'>, actor: Actor): Promise<boolean> {
    const event = this.event(data.importId, null, { type: 'import.started', data }, actor);
    return (await this.log.append(streamOf(data.importId), [event], 'no-stream')).kind === 'appended';
  }

  /** Appends behind what is there. Throws 404 `IMPORT.NOT_FOUND`, 409 `IMPORT.RETRACTED`. */
  add(importId: string, event: ImportEvent, actor: Actor): Promise<Latest> {
    return this.queue.run(importId, () => this.addBehindTheLast(importId, event, actor));
  }

  private async addBehindTheLast(importId: string, event: ImportEvent, actor: Actor): Promise<Latest> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const last = await this.last(importId);
      if (!last)
        throw notFound('IMPORT.NOT_FOUND', `There is no import ${importId}; see \`import\` in the answer of the import that you mean`);
      if (last.type === 'import.retracted') throw retracted(importId);
      const appended = this.event(importId, last, event, actor);
      const outcome = await this.log.append(streamOf(importId), [appended], last.revision);
      if (outcome.kind !== 'appended') continue;
      const { revision, storePosition } = outcome;
      const latest = { type: event.type, revision, storePosition, knownAt: appended.metadata.knownAt };
      this.remember(importId, latest);
      return latest;
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

  private remember(importId: string, latest: Latest): void {
    if (latest.revision > (this.latest.get(importId)?.revision ?? -1)) this.latest.set(importId, latest);
  }

  private event(importId: string, last: Latest | null, event: ImportEvent, actor: Actor) {
    const now = this.clock.now().toISOString();
    const knownAt = last && last.knownAt > now ? last.knownAt : now;
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

const retracted = (importId: string): ProblemError =>
  conflict('IMPORT.RETRACTED', `The import ${importId} was undone; import the files again to get a new one`);

const streamOf = (importId: string): string => `import-${importId}`;
