import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { connectEventLog } from './connect-event-log.adapter.js';
import { eventLogContract } from './event-log.contract.js';
import { type EventToAppend } from './event-log.port.js';

jest.setTimeout(600_000);

const url = process.env['EVENTSTORE_URL'] ?? '';
const event = { id: '5f2c1f0e-64a8-4f0f-9f4e-0a1d0f6f3c11', type: 'lead.assigned', data: {}, metadata: {} } as unknown as EventToAppend;

describe('the event log over the official client', () => {
  eventLogContract((prefix) => connectEventLog({ url, prefix }));
});

describe('an event store that is not there', () => {
  const log = connectEventLog({ url: 'esdb://127.0.0.1:9?tls=false', prefix: 'x.' });
  afterAll(() => log.close());
  const unavailable = { status: 503, code: 'EVENT_STORE.UNAVAILABLE' };

  it('is a 503 that says what to do, for appends, reads and subscriptions', async () => {
    await expect(log.append('lead-1', [event], 'any')).rejects.toMatchObject(unavailable);
    await expect(log.readStream('lead-1')[Symbol.asyncIterator]().next()).rejects.toMatchObject(unavailable);
    await expect(log.readAll()[Symbol.asyncIterator]().next()).rejects.toMatchObject(unavailable);
    const { signal } = new AbortController();
    await expect(log.subscribe({ signal })[Symbol.asyncIterator]().next()).rejects.toMatchObject(unavailable);
  });
});

describe('an event store that takes calls and never answers', () => {
  let silent: Server;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    silent = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined).resume());
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it('is given up after the timeout', async () => {
    const { port } = silent.address() as { port: number };
    const log = connectEventLog({ url: `esdb://127.0.0.1:${port}?tls=false`, prefix: 'x.', timeoutMs: 300 });
    await expect(log.append('lead-1', [event], 'any')).rejects.toMatchObject({ code: 'EVENT_STORE.UNAVAILABLE' });
    await expect(log.readStream('lead-1')[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'EVENT_STORE.UNAVAILABLE' });
    await log.close();
  });
});

describe('very many reads at once', () => {
  // How long they take is the machine's business.
  const log = connectEventLog({ url, prefix: `many-${process.pid}.`, timeoutMs: 120_000 });
  afterAll(() => log.close());
  const READS = 1_500;
  const atOnce = (read: (index: number) => Promise<number>) => Promise.all(Array.from({ length: READS }, (_, index) => read(index)));

  it('of streams that are not there are all answered', async () => {
    const seen = await atOnce(async (index) => {
      let events = 0;
      for await (const _ of log.readStream(`none-${index}`)) events++;
      return events;
    });
    expect(seen).toEqual(Array.from({ length: READS }, () => 0));
  });

  it('that are left after their first event are all answered', async () => {
    const events = Array.from({ length: 3 }, () => ({ ...event, id: randomUUID() }));
    await log.append('lead-1', events, 'any');
    const seen = await atOnce(async () => {
      for await (const { revision } of log.readStream('lead-1')) return revision;
      return -1;
    });
    expect(seen).toEqual(Array.from({ length: READS }, () => 0));
  });
});

describe('an append that is too large', () => {
  it('is refused with what to do, and the next one works', async () => {
    const log = connectEventLog({ url, prefix: `large-${process.pid}.` });
    const large = { ...event, data: { text: 'x'.repeat(1_048_577) } };
    const outcome = await log.append('lead-1', [large], 'any').catch((error: unknown) => error);
    if ((outcome as { kind?: string }).kind === 'appended') process.stdout.write('this server takes larger appends\n');
    else expect(outcome).toMatchObject({ status: 422, code: 'EVENT_STORE.APPEND_TOO_LARGE' });
    await expect(log.append('lead-2', [event], 'any')).resolves.toMatchObject({ kind: 'appended' });
    await log.close();
  });
});
