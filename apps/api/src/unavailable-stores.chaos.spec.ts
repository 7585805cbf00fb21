import { setTimeout as sleep } from 'node:timers/promises';
import { organisationProjection } from '#libs/dispatch';
import { leadCardProjection, ownershipProjection } from '#libs/leads';
import { environmentOf, newId, type Problem } from '#libs/platform';
import { tcpProxy, type TcpProxy } from '../../../test/rigs/tcp-proxy.js';
import { runningApi, type RunningTestApi } from '../../../test/rigs/running-api.js';

let api: RunningTestApi;
let postgres: TcpProxy;
let store: TcpProxy;

beforeAll(async () => {
  const database = new URL(process.env['TEST_DATABASE_URL']!);
  postgres = await tcpProxy({ host: database.hostname, port: Number(database.port) });
  const events = /^(esdb:\/\/)([^:/]+):(\d+)(.*)$/.exec(process.env['EVENTSTORE_URL']!)!;
  store = await tcpProxy({ host: events[2]!, port: Number(events[3]) });
  api = await runningApi([ownershipProjection, leadCardProjection, organisationProjection], {}, (stores) => ({
    ...environmentOf({ eventStoreUrl: `${events[1]}127.0.0.1:${store.port}${events[4]}`, eventStoreTimeoutMs: 3_000 }),
    ...environmentOf({ databaseUrl: through(stores.databaseUrl), keysDatabaseUrl: through(stores.keysDatabaseUrl) }),
  }));
});
afterAll(async () => {
  await Promise.all([postgres.close(), store.close()]);
  await postgres.restore();
  await store.restore();
  await api.stop();
  await Promise.all([postgres.close(), store.close()]);
});

function through(url: string): string {
  const proxied = new URL(url);
  proxied.hostname = '127.0.0.1';
  proxied.port = String(postgres.port);
  return proxied.href;
}

/** The same command under the same key until it is taken: what a careful caller does. */
async function untilAccepted(path: string, body: object, key: string): Promise<Record<string, unknown>> {
  for (;;) {
    const answer = await api.post(path, body, { headers: { 'idempotency-key': key } });
    if (answer.status < 300) return answer.body;
    expect(answer.status).toBe(503);
    await sleep(50);
  }
}

const inquiry = (phone: string) => ({ source: 'web', channel: 'search', contact: { phones: [phone] } });

describe('a store that goes away', () => {
  it('PostgreSQL: 503 that says what to do, and afterwards everything acknowledged is there once', async () => {
    await api.post('/v1/inquiries', inquiry('+49305551001'));
    await postgres.cut();
    const read = await api.get<Problem>('/v1/owners');
    expect(read).toMatchObject({ status: 503, body: { code: 'DATABASE.UNAVAILABLE' } });
    expect(read.headers.get('retry-after')).toBe('2');
    expect((await api.get('/v1/events')).status).toBe(503);
    expect((await api.get('/health/ready')).status).toBe(503);
    expect((await api.get('/health/live')).status).toBe(200);
    const key = newId();
    const command = untilAccepted('/v1/inquiries', inquiry('+49305551002'), key);
    await sleep(200);
    await postgres.restore();
    const { token, leadId } = await command;
    const { body } = await api.get<{ items: { lead: string }[] }>('/v1/owners', { headers: { 'wait-for': String(token) } });
    expect(body.items.filter(({ lead }) => lead === leadId)).toHaveLength(1);
    expect(body.items).toHaveLength(2);
  });

  it('the event store: reads go on, commands are 503, and a retry under the same key is done once', async () => {
    await store.cut();
    expect((await api.get('/v1/owners')).status).toBe(200);
    const refused = await api.post<Problem>('/v1/inquiries', inquiry('+49305551003'));
    expect(refused).toMatchObject({ status: 503, body: { code: 'EVENT_STORE.UNAVAILABLE' } });
    const key = newId();
    const command = untilAccepted('/v1/inquiries', inquiry('+49305551003'), key);
    await sleep(200);
    await store.restore();
    const { token, leadId } = await command;
    const { body } = await api.get<{ items: { type: string }[] }>(`/v1/leads/${String(leadId)}/history`, {
      headers: { 'wait-for': String(token) },
    });
    expect(body.items.filter(({ type }) => type === 'lead.captured')).toHaveLength(1);
  });
});

describe('a stream while the database goes away', () => {
  it('ends, and goes on from Last-Event-ID when it is back', async () => {
    const ids: number[] = [];
    const follow = async (lastId: string | null): Promise<void> => {
      const response = await fetch(`${api.url}/v1/events/stream`, {
        headers: { authorization: `Bearer ${await api.token('app')}`, ...(lastId !== null && { 'last-event-id': lastId }) },
      });
      if (!response.ok || !response.body) return;
      let text = '';
      try {
        for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
          text += Buffer.from(chunk).toString();
          const whole = text.lastIndexOf('\n\n') + 2;
          ids.push(...[...text.slice(0, whole).matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1])));
          text = text.slice(whole);
          if (ids.length >= until) return;
        }
      } catch {
        // Cut off: the last id is where to go on.
        return;
      }
    };
    const { body } = await api.get<{ end: { position: string } }>('/v1/events/completeness');
    const until = Number(body.end.position) + 1;
    const following = (async () => {
      while (ids.length < until) {
        await follow(ids.length > 0 ? String(ids.at(-1)) : null);
        await sleep(50);
      }
    })();
    while (ids.length < until - 1) await sleep(20);
    await postgres.cut();
    await sleep(300);
    await postgres.restore();
    await untilAccepted('/v1/inquiries', inquiry('+49305551004'), newId());
    await following;
    expect(ids.slice(0, until)).toEqual(Array.from({ length: until }, (_, index) => index + 1));
  });
});
