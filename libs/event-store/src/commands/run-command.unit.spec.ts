import { eventToAppend } from './event-to-append.js';
import { runCommand, type StreamCommand } from './run-command.js';
import { type EventLog, type EventToAppend, type StoredEvent } from '../event-log.port.js';

const ids = ['0190f5fe-7c00-7a00-8000-000000000001', '0190f5fe-7c00-7a00-8000-000000000002', '0190f5fe-7c00-7a00-8000-000000000003'];
const event = (command: string, commandHash = 'a'.repeat(64)): EventToAppend =>
  eventToAppend(
    'rep-Ana',
    0,
    { type: 'rep.reservations-begun', data: {} },
    {
      actor: { kind: 'person', id: 'Mia', assurance: 'local' },
      commandId: command,
      commandHash,
      correlationId: command,
      causationId: command,
      occurredAt: { precision: 'instant', value: '2026-03-03T10:00:00.000Z' },
      knownAt: '2026-03-03T10:00:00.000Z',
    },
  );
const stored = (events: readonly EventToAppend[]): StoredEvent[] =>
  events.map((each, revision) => ({
    ...each,
    stream: 'rep-Ana',
    revision,
    storePosition: { commit: BigInt(revision), prepare: BigInt(revision) },
  }));

/** A log of one stream that counts how often it is read. */
function oneStream(...events: EventToAppend[]) {
  let reads = 0;
  const log = {
    append: (_: string, more: readonly EventToAppend[], expected: unknown) => {
      if (expected !== (events.length === 0 ? 'no-stream' : events.length - 1))
        return Promise.resolve({ kind: 'conflict' as const, actual: events.length - 1 });
      events.push(...more);
      return Promise.resolve({ kind: 'appended' as const, revision: events.length - 1, storePosition: { commit: 9n, prepare: 9n } });
    },
    async *readStream() {
      reads++;
      yield* stored(events);
    },
  } as unknown as EventLog;
  return { log, events, reads: () => reads };
}

const counting = (
  commandId: string,
  seen: readonly StoredEvent[] | null,
  decide?: StreamCommand<number>['decide'],
): StreamCommand<number> => ({
  stream: 'rep-Ana',
  fold: { initial: 0, evolve: (count) => count + 1 },
  commandId,
  commandHash: 'a'.repeat(64),
  seen: () => Promise.resolve(seen),
  decide: decide ?? (() => [event(commandId)]),
});

it('R0.5 the same id with another body is another event, so that no store takes it for one that it has', () => {
  expect(event(ids[0]!).id).toBe(event(ids[0]!).id);
  expect(event(ids[0]!, 'b'.repeat(64)).id).not.toBe(event(ids[0]!).id);
});

describe('a command on a stream that somebody has seen before', () => {
  it('is appended without reading the stream where that was its end', async () => {
    const { log, events, reads } = oneStream(event(ids[0]!));
    expect(await runCommand(log, counting(ids[1]!, stored(events)))).toMatchObject({ revision: 1, repeated: false });
    expect(reads()).toBe(0);
    expect(await runCommand(log, counting(ids[1]!, stored(events)))).toMatchObject({ revision: 1, repeated: true });
    expect(events).toHaveLength(2);
  });

  it('is decided on the stream itself where that was not its end: to append, to refuse, and to do nothing', async () => {
    const { log, events } = oneStream(event(ids[0]!), event(ids[1]!));
    const behind = stored(events.slice(0, 1));
    const states: number[] = [];
    const note = (outcome: (state: number) => readonly EventToAppend[]): StreamCommand<number>['decide'] => {
      return ({ state }) => {
        states.push(state);
        return outcome(state);
      };
    };
    const refusing = note((state) => {
      if (state === 1) throw new Error('refused');
      return [];
    });
    expect(await runCommand(log, counting(ids[2]!, behind, refusing))).toMatchObject({ revision: 1, events: [] });
    expect(
      await runCommand(
        log,
        counting(
          ids[2]!,
          behind,
          note((state) => (state === 1 ? [] : [event(ids[2]!)])),
        ),
      ),
    ).toMatchObject({ revision: 2 });
    expect(states).toEqual([1, 2, 1, 2]);
  });

  it('is decided on the stream where nobody has seen it, or whoever did does not answer', async () => {
    const { log, reads } = oneStream();
    await runCommand(log, counting(ids[0]!, null));
    await runCommand(log, { ...counting(ids[1]!, null), seen: () => Promise.reject(new Error('away')) });
    expect(reads()).toBe(2);
  });

  it('is taken for new without reading, and found where it was not', async () => {
    const { log, events, reads } = oneStream();
    await runCommand(log, counting(ids[0]!, []));
    expect(reads()).toBe(0);
    expect(await runCommand(log, counting(ids[1]!, []))).toMatchObject({ revision: 1 });
    expect([events.length, reads()]).toEqual([2, 1]);
  });
});
