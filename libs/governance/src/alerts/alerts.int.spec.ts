import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { type EventLog, foldStream } from '#libs/event-store';
import { createReactionRunner, createTimerTick, migrateWorker, type ReactionRunner, timerProjection, type TimerTick } from '#libs/jobs';
import { createLogger, newId } from '#libs/platform';
import {
  fixedClock,
  testDatabase,
  type TestDatabase,
  testEventLog,
  type TestEventLog,
  testProjector,
  type TestProjector,
} from '#libs/testing';
import { type AlertChannel } from './alert-channel.js';
import { alertFold, alertStream } from './alert-state.js';
import {
  type AlertCommands,
  alertProjection,
  alertTimerKind,
  alertTimers,
  createAlertCommands,
  deliverAlerts,
  emailChannel,
  listAlerts,
  type RaiseAlert,
  type Recipients,
  webhookChannel,
} from '../index.js';

const logger = createLogger({ logLevel: 'silent' }, 'test');
const clock = fixedClock('2026-03-03T12:00:00.000Z');
const actor = { kind: 'person' as const, id: 'Mia', assurance: 'local' };

/** Mia manages North; Zoe answers for the data; Ana has no address; Cy has left. */
const recipients: Recipients = {
  personOf: async (recipient) => {
    if ('person' in recipient) return recipient.person === 'Cy' ? null : recipient.person;
    return recipient.role === 'data-owner' ? 'Zoe' : recipient.team === 'North' ? 'Mia' : null;
  },
  contactOf: async (person) =>
    person === 'Cy' ? null : { name: person, email: person === 'Ana' ? null : `${person.toLowerCase()}@example.com`, webhook: null },
};

let database: TestDatabase;
let events: TestEventLog;
let log: EventLog;
let projector: TestProjector;
let commands: AlertCommands;
let tick: TimerTick;
const mails: { to: string; text: string }[] = [];
let refuseMail = false;
const smtp = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  onRcptTo: (_address, _session, done) => (refuseMail ? done(Object.assign(new Error('no such mailbox'), { responseCode: 550 })) : done()),
  onData: (stream, session, done) => {
    let text = '';
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    stream.on('end', () => {
      mails.push({ to: session.envelope.rcptTo[0]!.address, text });
      done();
    });
  },
});
let email: ReturnType<typeof emailChannel>;

beforeAll(async () => {
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  const { port } = smtp.server.address() as AddressInfo;
  email = emailChannel({ smtpUrl: `smtp://127.0.0.1:${port}`, from: 'leads@example.com', baseUrl: null, timeoutMs: 5_000 });
  [database, events] = await Promise.all([testDatabase('alerts'), testEventLog()]);
  log = events.log;
  projector = await testProjector(log, database.pool, [alertProjection, timerProjection([alertTimers], 1)]);
  await migrateWorker(database.pool);
  commands = createAlertCommands({ log, keyedHash: (_purpose, text) => String(text.length), clock, recipients, lastResort: 'Kim' });
  tick = createTimerTick({ pool: database.pool, kinds: [alertTimerKind(commands)], clock, logger });
});
afterAll(async () => {
  await projector.stop();
  email.close();
  await Promise.all([new Promise<void>((resolve) => smtp.close(resolve)), events.close(), database.drop()]);
});
beforeEach(() => {
  mails.length = 0;
  refuseMail = false;
});

const deliverer = (name: string, channels: readonly AlertChannel[]): ReactionRunner =>
  createReactionRunner({
    pool: database.pool,
    name,
    handlers: deliverAlerts({ log, commands, recipients, channels, logger, attempts: 2, firstPauseMs: 1 }),
    since: 'now',
    logger,
  });
const settled = async (runner: ReactionRunner): Promise<void> => {
  for (;;) {
    await projector.caughtUp();
    if ((await runner.catchUp()) === 0) return;
  }
};
const raise = (said: Partial<RaiseAlert> = {}) =>
  commands.raiseAlert({
    key: newId(),
    kind: 'test',
    to: { role: 'team-manager', team: 'North' },
    subject: 'A lead waits',
    text: 'Since noon',
    ...said,
  });
const stateOf = async (alertId: string) => (await foldStream(log, alertStream(alertId), alertFold)).state;

describe('alerts', () => {
  it('R6.5 reach a named person by mail, with who was told and when on record', async () => {
    const runner = deliverer('mail', [email]);
    await settled(runner);
    const { alertId, to } = await raise();
    expect(to).toBe('Mia');
    await settled(runner);
    expect(mails).toEqual([{ to: 'mia@example.com', text: expect.stringContaining('[LeadLedger] A lead waits') }]);
    const [line] = await listAlerts(database.pool, { person: 'Mia', open: true, limit: 1 });
    expect(line).toMatchObject({
      alert: alertId,
      told: ['Mia'],
      open: true,
      escalatesAt: '2026-03-03T16:00:00.000Z',
      deliveries: [{ to: 'Mia', channel: 'email', address: 'mia@example.com', failed: null, at: '2026-03-03T12:00:00.000Z' }],
    });
    await commands.acknowledge(alertId, { commandId: newId(), actor, note: 'on it' });
    clock.advance(5 * 3_600_000);
    await projector.caughtUp();
    expect(await tick.tick()).toMatchObject({ fired: 0 });
    await expect(commands.acknowledge(alertId, { commandId: newId(), actor })).rejects.toMatchObject({ code: 'ALERT.ACKNOWLEDGED' });
  });

  it('R6.5 the same key raises one alert, however often it is noticed', async () => {
    const key = newId();
    const first = await raise({ key });
    clock.advance(60_000);
    expect(await raise({ key, subject: 'again' })).toEqual(first);
    expect(await stateOf(first.alertId)).toMatchObject({ subject: 'A lead waits' });
    await commands.acknowledge(first.alertId, { commandId: newId(), actor });
  });

  it('R6.5 unacknowledged it goes to the next in line at its time, however late the worker is, and ends on the list', async () => {
    const runner = deliverer('escalation', [email]);
    await settled(runner);
    const raisedAt = clock.now().getTime();
    const { alertId } = await raise({ chain: [{ person: 'Cy' }, { role: 'data-owner', team: null }] });
    await settled(runner);
    clock.advance(24 * 3_600_000);
    await tick.tick();
    await settled(runner);
    const state = await stateOf(alertId);
    expect(state.told).toEqual(['Mia', 'Zoe']);
    for await (const event of log.readStream(alertStream(alertId)))
      if (event.type === 'alert.escalated') expect(event.metadata.occurredAt.value).toBe(new Date(raisedAt + 4 * 3_600_000).toISOString());
    for (let round = 0; round < 3; round++) {
      clock.advance(5 * 3_600_000);
      await tick.tick();
      await settled(runner);
    }
    expect(await stateOf(alertId)).toMatchObject({ told: ['Mia', 'Zoe', 'Kim'], exhausted: true, acknowledged: null });
    expect(mails.map(({ to }) => to)).toEqual(['mia@example.com', 'zoe@example.com', 'kim@example.com']);
    expect(await listAlerts(database.pool, { open: true, limit: 100 })).toContainEqual(
      expect.objectContaining({ alert: alertId, exhausted: true }),
    );
  });

  it('R6.5 undelivered it goes to the next in line at once', async () => {
    const runner = deliverer('undelivered', [email]);
    await settled(runner);
    const { alertId } = await raise({ to: { person: 'Ana' } });
    await settled(runner);
    expect(await stateOf(alertId)).toMatchObject({
      told: ['Ana', 'Zoe'],
      deliveries: [
        { to: 'Ana', channel: 'email', failed: 'No e-mail address is known for Ana' },
        { to: 'Zoe', channel: 'email', failed: null },
      ],
    });
    refuseMail = true;
    const refused = await raise();
    await settled(runner);
    const { told, exhausted, deliveries } = await stateOf(refused.alertId);
    expect({ told, exhausted }).toEqual({ told: ['Mia', 'Zoe', 'Kim'], exhausted: true });
    expect(deliveries.map(({ failed }) => failed)).toEqual(Array(3).fill(expect.stringContaining('550')));
  });

  it('R6.5 where nobody answers for it, the last resort is told, never nobody', async () => {
    expect(await raise({ to: { role: 'team-manager', team: 'nowhere' }, chain: [] })).toMatchObject({ to: 'Kim' });
  });

  it('R6.10 a webhook gets a signed body, and never reaches into the inside unless that is allowed', async () => {
    const received: { headers: IncomingHttpHeaders; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        received.push({ headers: request.headers, body });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const options = { url: `http://localhost:${port}/alerts`, secret: 'key', timeoutMs: 5_000, clock };
      const refusing = deliverer('webhook-refused', [webhookChannel({ ...options, allowPrivate: false })]);
      const allowing = deliverer('webhook-allowed', [webhookChannel({ ...options, allowPrivate: true })]);
      await settled(refusing);
      await settled(allowing);
      const { alertId } = await raise();
      await settled(refusing);
      expect(received).toEqual([]);
      expect((await stateOf(alertId)).deliveries[0]).toMatchObject({
        channel: 'webhook',
        failed: expect.stringContaining('not on the public internet'),
      });

      await settled(allowing);
      received.length = 0;
      const allowed = await raise();
      await settled(allowing);
      const [{ headers, body }] = received as [(typeof received)[0]];
      expect(JSON.parse(body)).toMatchObject({ alert: allowed.alertId, to: 'Mia', subject: 'A lead waits' });
      const signed = `${headers['webhook-id'] as string}.${headers['webhook-timestamp'] as string}.${body}`;
      expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', 'key').update(signed).digest('base64')}`);
    } finally {
      server.close();
    }
  });
});
