import { type AppendOutcome, type EventLog, type EventToAppend, type StoredEvent } from '#libs/event-store';
import { derivedId, newId } from '#libs/platform';

export interface CheckedItem {
  readonly item: string;
  readonly ok: boolean;
  /** What the server did. */
  readonly seen: string;
}

/** What the product needs from an event store, tried on the running one in the order in which a failure tells most. */
export async function* checklist(log: EventLog): AsyncGenerator<CheckedItem> {
  for (const [item, attempt] of items(log)) {
    try {
      const [ok, seen] = await attempt();
      yield { item, ok, seen };
    } catch (error) {
      yield { item, ok: false, seen: error instanceof Error ? error.message : String(error) };
    }
  }
}

type Attempt = () => Promise<readonly [boolean, string]>;

function items(log: EventLog): readonly (readonly [string, Attempt])[] {
  const stream = `check-${newId()}`;
  const first = [eventOf(stream, 0), eventOf(stream, 1)];
  const said = (outcome: AppendOutcome): string =>
    outcome.kind === 'conflict'
      ? `conflict with ${outcome.actual}`
      : outcome.kind === 'appended'
        ? `revision ${outcome.revision}`
        : outcome.kind;
  return [
    ['a missing stream is empty', async () => sees(await collect(log.readStream(stream)), 0)],
    [
      'an append to a new stream gives the revision of its last event',
      async () => {
        const outcome = await log.append(stream, first, 'no-stream');
        return [outcome.kind === 'appended' && outcome.revision === 1, said(outcome)];
      },
    ],
    [
      'the same append again is answered as the first time and adds nothing',
      async () => {
        const outcome = await log.append(stream, first, 'no-stream');
        const count = (await collect(log.readStream(stream))).length;
        return [outcome.kind === 'appended' && outcome.revision === 1 && count === 2, `${said(outcome)}, ${count} events`];
      },
    ],
    [
      'a wrong expected revision is refused with the actual one',
      async () => {
        const outcome = await log.append(stream, [eventOf(stream, 2)], 0);
        return [outcome.kind === 'conflict' && outcome.actual === 1, said(outcome)];
      },
    ],
    [
      'the right expected revision is accepted',
      async () => {
        const outcome = await log.append(stream, [eventOf(stream, 2)], 1);
        return [outcome.kind === 'appended' && outcome.revision === 2, said(outcome)];
      },
    ],
    [
      'of two that expect the same revision one wins',
      async () => {
        const outcomes = await Promise.all([log.append(stream, [eventOf(stream, 3)], 2), log.append(stream, [eventOf(stream, 4)], 2)]);
        const kinds = outcomes.map(({ kind }) => kind).sort();
        return [kinds.join() === 'appended,conflict', kinds.join(' and ')];
      },
    ],
    ['a stream is read forwards from a revision', async () => sees(await collect(log.readStream(stream, { from: 1 })), 3)],
    [
      'a stream is read backwards',
      async () => {
        const revisions = (await collect(log.readStream(stream, { backwards: true, limit: 2 }))).map(({ revision }) => revision);
        return [revisions.join() === '3,2', `revisions ${revisions.join(', ')}`];
      },
    ],
    ['all our events are read in log order', async () => ordered(await collect(log.readAll()))],
    [
      'reading goes on after a position',
      async () => {
        const all = await collect(log.readAll());
        const rest = await collect(log.readAll({ after: all[1]!.storePosition }));
        return [rest.length === all.length - 2, `${rest.length} of ${all.length} events`];
      },
    ],
    ['a subscription catches up and then sees what is appended', () => subscription(log, stream)],
  ];
}

async function subscription(log: EventLog, stream: string): Promise<readonly [boolean, string]> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 10_000);
  const seen: number[] = [];
  let live = false;
  try {
    for await (const message of log.subscribe({ signal: stop.signal })) {
      if (message.kind === 'caught-up' && !live) {
        live = true;
        await log.append(stream, [eventOf(stream, 5)], 'any');
      }
      if (message.kind === 'event') seen.push(message.event.revision);
      if (live && seen.at(-1) === 4) break;
    }
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
  return [live && seen.join() === '0,1,2,3,4', `revisions ${seen.join(', ')}${live ? '' : ', never caught up'}`];
}

async function collect(events: AsyncIterable<StoredEvent>): Promise<StoredEvent[]> {
  const all: StoredEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const sees = (events: readonly StoredEvent[], count: number): readonly [boolean, string] => [
  events.length === count,
  `${events.length} events`,
];

function ordered(events: readonly StoredEvent[]): readonly [boolean, string] {
  const wrong = events.some((event, index) => index > 0 && event.storePosition.commit <= events[index - 1]!.storePosition.commit);
  return [!wrong && events.length === 4, `${events.length} events, ${wrong ? 'out of order' : 'in order'}`];
}

function eventOf(stream: string, index: number): EventToAppend {
  const id = derivedId(stream, index);
  return {
    id,
    type: 'log.checked',
    data: { index },
    metadata: {
      actor: { kind: 'automation', id: 'event-store-check', assurance: 'local' },
      commandId: id,
      commandHash: 'none',
      correlationId: id,
      causationId: id,
      occurredAt: { precision: 'unknown', value: null },
      knownAt: new Date(0).toISOString(),
      schemaVersion: 1,
    },
  };
}
