import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { sha256, systemClock } from '#libs/platform';
import { runCommandNow } from './commands/run-command-now.js';
import {
  type AppendOutcome,
  type EventLog,
  type EventToAppend,
  type StoredEvent,
  type StorePosition,
  type SubscriptionMessage,
} from './event-log.port.js';

const event = (n = 0): EventToAppend => ({
  id: randomUUID(),
  type: 'lead.assigned',
  data: { n, text: 'Größe ☃' },
  metadata: { commandId: `command ${n}` } as unknown as EventToAppend['metadata'],
});
const events = (count: number): EventToAppend[] => Array.from({ length: count }, (_, n) => event(n));

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of source) found.push(item);
  return found;
}
const places = (stored: readonly StoredEvent[]): string[] => stored.map(({ stream, revision }) => `${stream}@${revision}`);

/** What every event log must do, whichever adapter and server is behind it. `connect` gives a log whose prefix nobody else uses. */
export function eventLogContract(connect: (prefix: string) => EventLog): void {
  const prefix = `contract-${randomUUID()}.`;
  let log: EventLog;
  beforeAll(() => {
    log = connect(prefix);
  });
  afterAll(() => log.close());

  it('appends with the revision the writer has seen, and names what stood in the way otherwise', async () => {
    expect(await log.append('lead-1', events(2), 'no-stream')).toMatchObject({ kind: 'appended', revision: 1 });
    expect(await log.append('lead-1', [event()], 1)).toMatchObject({ kind: 'appended', revision: 2 });
    expect(await log.append('lead-1', [event()], 1)).toEqual({ kind: 'conflict', actual: 2 });
    expect(await log.append('lead-1', [event()], 'no-stream')).toEqual({ kind: 'conflict', actual: 2 });
    expect(await log.append('lead-none', [event()], 4)).toEqual({ kind: 'conflict', actual: 'no-stream' });
    expect(await log.append('lead-none', [event()], 'stream-exists')).toEqual({ kind: 'conflict', actual: 'no-stream' });
  });

  it('gives the first answer again to a retry with the same ids', async () => {
    const proposed = events(3);
    const first = await log.append('lead-retry', proposed, 'no-stream');
    await log.append('lead-retry', [event()], 'any');
    expect(await log.append('lead-retry', proposed, 'no-stream')).toEqual(first);
    expect(await all(log.readStream('lead-retry'))).toHaveLength(4);
  });

  it('R0.2 answers two runs of one command that decided differently at once with the one that is there', async () => {
    const commandId = '0190f5fe-7c00-7a00-8000-000000000001';
    let deciding = 0;
    let bothDecided: () => void;
    const both = new Promise<void>((resolve) => (bothDecided = resolve));
    const run = (repId: string) =>
      runCommandNow(
        // Each log object is a process of its own: commands of one process on one stream wait for each other.
        { log: { ...log }, keyedHash: (purpose, text) => sha256(purpose + text), clock: systemClock },
        {
          stream: 'rep-twice',
          fold: { initial: null, evolve: () => null },
          body: 'hire whoever is free',
          envelope: { commandId, actor: { kind: 'person', id: 'Mia', assurance: 'local' } },
          decide: async () => {
            if (++deciding === 2) bothDecided();
            await both;
            return [{ type: 'rep.joined', data: { repId, name: repId, attributes: {} } }];
          },
        },
      );
    const answers = await Promise.all([run('Ana'), run('Bo')]);
    const there = await all(log.readStream('rep-twice'));
    expect(there).toHaveLength(1);
    expect(answers.map(({ events: [first] }) => first!.data)).toEqual([there[0]!.data, there[0]!.data]);
  });

  it('R0.5 fifty parallel appends at one revision leave one winner', async () => {
    const outcomes = await Promise.all(events(50).map((one) => log.append('lead-race', [one], 'no-stream')));
    expect(outcomes.filter(({ kind }) => kind === 'appended')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome.kind === 'conflict' && outcome.actual === 0)).toHaveLength(49);
  });

  it('reads a stream both ways, from a revision, and nothing where there is no stream', async () => {
    const proposed = events(5);
    await log.append('lead-read', proposed, 'no-stream');
    expect(places(await all(log.readStream('lead-read', { from: 3 })))).toEqual(['lead-read@3', 'lead-read@4']);
    expect(places(await all(log.readStream('lead-read', { backwards: true, limit: 2 })))).toEqual(['lead-read@4', 'lead-read@3']);
    expect(places(await all(log.readStream('lead-read', { from: 1, backwards: true })))).toEqual(['lead-read@1', 'lead-read@0']);
    expect(await all(log.readStream('lead-missing'))).toEqual([]);
    const [first] = await all(log.readStream('lead-read', { limit: 1 }));
    expect(first).toMatchObject({ id: proposed[0]!.id, type: 'lead.assigned', data: proposed[0]!.data, metadata: proposed[0]!.metadata });
  });

  it('reads our events only, in log order, strictly after a position', async () => {
    const other = connect(`${prefix}other.`);
    const quiet = connect(`quiet-${randomUUID()}.`);
    const position = async (outcome: Promise<AppendOutcome>): Promise<StorePosition> => {
      const appended = await outcome;
      if (appended.kind !== 'appended') throw new Error(appended.kind);
      return appended.storePosition;
    };
    try {
      const before = await position(other.append('lead-x', [event()], 'any'));
      const first = await position(quiet.append('lead-a', [event()], 'any'));
      await other.append('lead-x', [event()], 'any');
      await quiet.append('lead-b', events(2), 'any');
      expect(places(await all(quiet.readAll({ after: before })))).toEqual(['lead-a@0', 'lead-b@0', 'lead-b@1']);
      expect(places(await all(quiet.readAll({ after: first })))).toEqual(['lead-b@0', 'lead-b@1']);
      expect(places(await all(quiet.readAll({ after: before, limit: 2 })))).toEqual(['lead-a@0', 'lead-b@0']);
    } finally {
      await other.close();
      await quiet.close();
    }
  });

  it('reads from the first event on', async () => {
    for await (const first of log.readAll({ limit: 1 })) expect(first.revision).toBe(0);
  }, 300_000);

  it('follows the log from a position: history, caught up, then live, each once and in order', async () => {
    const followed = connect(`followed-${randomUUID()}.`);
    const controller = new AbortController();
    const seen: SubscriptionMessage[] = [];
    try {
      await followed.append('lead-1', events(3), 'no-stream');
      const following = (async () => {
        for await (const message of followed.subscribe({ signal: controller.signal })) seen.push(message);
      })();
      while (!seen.some(({ kind }) => kind === 'caught-up')) await delay(10);
      for (let n = 0; n < 20; n++) await followed.append(`lead-${n}`, [event(n)], 'any');
      while (seen.filter(({ kind }) => kind === 'event').length < 23) await delay(10);
      controller.abort();
      await following;
      // Checkpoints come wherever others write to the same server.
      const kinds = seen.map(({ kind }) => kind).filter((kind) => kind !== 'checkpoint');
      expect(kinds.slice(0, 3)).toEqual(['event', 'event', 'event']);
      const commits = seen.flatMap((message) => (message.kind === 'event' ? [message.event.storePosition.commit] : []));
      expect(commits).toEqual([...new Set(commits)].sort((a, b) => (a < b ? -1 : 1)));
      const resumed = new AbortController();
      const [third] = seen.filter((message) => message.kind === 'event').slice(2);
      if (third?.kind !== 'event') throw new Error('no third event');
      for await (const message of followed.subscribe({ after: third.event.storePosition, signal: resumed.signal })) {
        if (message.kind !== 'event') continue;
        expect(places([message.event])).toEqual(['lead-0@0']);
        break;
      }
    } finally {
      controller.abort();
      await followed.close();
    }
  });

  it('moves its checkpoint over what is not ours', async () => {
    const quiet = connect(`quiet-${randomUUID()}.`);
    const controller = new AbortController();
    try {
      await log.append('lead-noise', events(50), 'any');
      for await (const message of quiet.subscribe({ signal: controller.signal })) {
        expect(message.kind).toBe('checkpoint');
        break;
      }
    } finally {
      controller.abort();
      await quiet.close();
    }
  });
}
