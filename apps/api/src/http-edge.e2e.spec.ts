import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createTokenVerifier, type Role } from '#libs/access';
import { type LeadAction, type LeadCommands } from '#libs/leads';
import { createLogger, derivedId, isUuid, type Problem, unavailable } from '#libs/platform';
import { createTokenIssuer } from '#libs/tokens';
import { createApp } from './create-app.js';
import { rolesAlone } from './auth/roles-alone.fixture.js';
import { createMetrics } from './metrics/http-metrics.js';
import { type ApiServices } from './services.js';

/** What reaches the domain from the edge, and what the edge makes of what the domain throws: no store behind it. */
const dataDir = mkdtempSync(join(tmpdir(), 'leadledger-api-'));
const issuer = createTokenIssuer({ dataDir, issuer: 'i', audience: 'a' });
const [LEAD, DEFECT, AWAY] = ['lead', 'defect', 'away'].map((name) => derivedId(name)) as [string, string, string];
const sent: { action: LeadAction; envelope: { commandId: string; expectedRevision?: number; occurredAt?: unknown } }[] = [];
let app: NestFastifyApplication;
let tokens: Record<Role, string>;

beforeAll(async () => {
  const issue = (role: Role): Promise<string> => issuer.issue({ subject: `the-${role}`, role, lifetimeSeconds: 600 });
  tokens = {
    administrator: await issue('administrator'),
    manager: await issue('manager'),
    rep: await issue('rep'),
    analyst: await issue('analyst'),
    app: await issue('app'),
  };
  const answer = { leadId: 'l', revision: 7, token: 't', events: [] };
  const leadCommands = {
    execute: (leadRef: string, action: LeadAction, envelope: (typeof sent)[number]['envelope']) => {
      if (leadRef === DEFECT) throw new TypeError('x is undefined');
      if (leadRef === AWAY) throw unavailable('DATABASE.UNAVAILABLE', 'The database does not answer');
      sent.push({ action, envelope });
      return Promise.resolve(answer);
    },
    capture: (action: LeadAction, envelope: (typeof sent)[number]['envelope']) => {
      sent.push({ action, envelope });
      return Promise.resolve({ inquiryId: 'i', leadId: 'l', personId: 'p', joined: false, token: 't' });
    },
  };
  const services = {
    settings: { timeZone: 'Europe/Berlin', version: '0.0.0', url: () => 'http://127.0.0.1:1' },
    logger: createLogger({ logLevel: 'silent' }, 'test'),
    metrics: createMetrics(),
    verifier: createTokenVerifier({ issuer: 'i', audience: 'a', keys: issuer.publicKey }),
    readiness: [{ name: 'store', check: () => Promise.reject(unavailable('STORE.AWAY', 'Start the store')) }],
    access: rolesAlone,
    waitFor: () => Promise.resolve(),
    leadCommands: leadCommands as unknown as LeadCommands,
  } as unknown as ApiServices;
  app = await createApp(services, { bodyBytes: 10_000 });
});
afterAll(async () => {
  await app.close();
  rmSync(dataDir, { recursive: true });
});

interface Ask {
  readonly method?: 'GET' | 'POST';
  readonly role?: Role | null;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

function ask(url: string, { method = 'POST', role = 'administrator', body, headers = {} }: Ask = {}) {
  return app.inject({
    method,
    url,
    headers: {
      ...(role && { authorization: `Bearer ${tokens[role]}` }),
      ...(body !== undefined && typeof body !== 'string' && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { payload: body as string | object }),
  });
}
const problemOf = async (answer: ReturnType<typeof ask>): Promise<Problem & { http: number; type: string }> => {
  const { statusCode, body, headers } = await answer;
  expect(headers['content-type']).toContain('application/problem+json');
  return { ...(JSON.parse(body) as Problem), http: statusCode };
};

describe('problems', () => {
  it('a parameter that a request does not take is refused by every route, with those it takes', async () => {
    const document = JSON.parse((await ask('/openapi.json', { method: 'GET', role: null })).body) as {
      paths: Record<string, Record<string, { parameters?: readonly { in: string; name: string }[] }>>;
    };
    const reads = Object.entries(document.paths).filter(([path, { get }]) => path.startsWith('/v1/') && get);
    expect(reads.length).toBeGreaterThan(50);
    for (const [path, { get }] of reads) {
      const answer = await problemOf(ask(`${path.replace(/\{\w+\}/g, 'x')}?cursor=x`, { method: 'GET' }));
      const violation = answer.violations.find((each) => each.path === '/cursor');
      expect([path, answer.http, violation?.code]).toEqual([path, 400, 'REQUEST.UNKNOWN_FIELD']);
      const taken = (get?.parameters ?? []).flatMap((each) => (each.in === 'query' ? [each.name] : []));
      for (const name of taken) expect([path, violation?.message]).toEqual([path, expect.stringContaining(name)]);
      if (taken.length === 0) expect([path, violation?.message]).toEqual([path, expect.stringContaining('none')]);
    }
    const command = await problemOf(ask('/v1/leads/x/claim?rep=ana', { body: {} }));
    expect([command.http, command.violations.map(({ path }) => path)]).toEqual([400, ['/rep']]);
    expect((await ask('/health/live?from=probe', { method: 'GET', role: null })).statusCode).toBe(200);
  });

  it('R3.3 every violation is named at once, each with its place', async () => {
    const problem = await problemOf(
      ask('/v1/leads/x/assign', { body: { to: { kind: 'person' }, team: '', occurredAt: '2026-02-30', extra: 1, reason: 5 } }),
    );
    expect(problem.status).toBe(400);
    expect(problem.violations.map(({ code, path }) => [code, path])).toEqual(
      expect.arrayContaining([
        ['REQUEST.UNKNOWN_FIELD', '/extra'],
        ['REQUEST.INVALID_FIELD', '/to'],
        ['REQUEST.INVALID_FIELD', '/team'],
        ['REQUEST.INVALID_FIELD', '/occurredAt'],
        ['REQUEST.INVALID_FIELD', '/reason'],
      ]),
    );
  });

  it('a missing field is said to be missing, once', async () => {
    const { violations } = await problemOf(ask('/v1/leads/x/transfer', { body: {} }));
    expect(violations).toEqual([
      { code: 'REQUEST.MISSING_FIELD', path: '/to', message: 'to is missing' },
      { code: 'REQUEST.MISSING_FIELD', path: '/reason', message: 'reason is missing' },
    ]);
  });

  it('R3.3 a field of another kind is named once, and not for what its text or list would have to be', async () => {
    const body = { source: 5, contact: { phones: '123', emails: [3] }, attributes: [1] };
    const { violations } = await problemOf(ask('/v1/inquiries', { body }));
    expect(violations.map(({ path, message }) => [path, message])).toEqual([
      ['/source', 'source must be a string'],
      ['/contact/phones', 'phones must be an array'],
      ['/contact/emails', 'each value in emails must be a string'],
      ['/attributes', 'attributes must be an object'],
    ]);
  });

  it('fields within fields have their path', async () => {
    const { violations } = await problemOf(ask('/v1/inquiries', { body: { contact: { phones: '123', mail: 'x' } } }));
    expect(violations.map(({ path }) => path)).toEqual(expect.arrayContaining(['/contact/phones', '/contact/mail']));
  });

  const json = { 'content-type': 'application/json' };
  it.each([
    ['malformed JSON', { body: '{"a":', headers: json }, 400, 'HTTP.MALFORMED_JSON'],
    ['an unknown content type', { body: 'a,b', headers: { 'content-type': 'text/csv' } }, 415, 'HTTP.UNSUPPORTED_CONTENT_TYPE'],
    ['a body that is too large', { body: { payload: 'x'.repeat(11_000) } }, 413, 'HTTP.BODY_TOO_LARGE'],
    ['a body that is no object', { body: '[1]', headers: json }, 400, 'REQUEST.NOT_AN_OBJECT'],
    ['a body that is null', { body: 'null', headers: json }, 400, 'REQUEST.NOT_AN_OBJECT'],
    ['an If-Match that is no ETag', { body: {}, headers: { 'if-match': 'abc' } }, 400, 'REQUEST.IF_MATCH'],
    ['a key without end', { body: {}, headers: { 'idempotency-key': 'k'.repeat(300) } }, 400, 'REQUEST.IDEMPOTENCY_KEY'],
  ])('%s is a problem that says what to do', async (_, request, status, code) => {
    const problem = await problemOf(ask('/v1/inquiries', request as Ask));
    expect([problem.http, problem.code]).toEqual([status, code]);
  });

  it('a route that does not exist is a 404 problem', async () => {
    expect(await problemOf(ask('/v1/nothing', { method: 'GET' }))).toMatchObject({ http: 404, code: 'HTTP.NO_SUCH_ROUTE' });
  });

  it('a defect tells nothing of the inside, and is found by its request id', async () => {
    const problem = await problemOf(ask(`/v1/leads/${DEFECT}/lose`, { body: {}, headers: { 'x-request-id': 'r-1' } }));
    expect(problem).toMatchObject({ http: 500, code: 'DEFECT', instance: 'urn:leadledger:request:r-1' });
    expect(JSON.stringify(problem)).not.toContain('undefined');
  });

  it('a store that is away is 503 with a time to come back', async () => {
    const answer = await ask(`/v1/leads/${AWAY}/lose`, { body: {} });
    expect(answer.headers['retry-after']).toBe('2');
    expect(answer.json()).toMatchObject({ status: 503, code: 'DATABASE.UNAVAILABLE' });
  });

  it('ready names the stores that are not; live does not ask them', async () => {
    expect(await problemOf(ask('/health/ready', { method: 'GET', role: null }))).toMatchObject({ http: 503, code: 'STORE.AWAY' });
    expect((await ask('/health/live', { method: 'GET', role: null })).json()).toEqual({ status: 'ok' });
  });
});

describe('who sent it', () => {
  it('without a token it is 401, with a forged one too', async () => {
    const nobody = await ask('/v1/inquiries', { role: null, body: {} });
    expect([nobody.statusCode, nobody.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    expect(await problemOf(ask('/v1/inquiries', { role: null, body: {}, headers: { authorization: 'Bearer x' } }))).toMatchObject({
      http: 401,
    });
  });

  it('a role without the permission is refused and told which', async () => {
    expect(await problemOf(ask(`/v1/leads/${LEAD}/assign`, { role: 'rep', body: { to: { kind: 'person', id: 'a' } } }))).toMatchObject({
      http: 403,
      code: 'ACCESS.NOT_PERMITTED',
      violations: [{ detail: { permission: 'lead.assign' } }],
    });
  });
});

describe('what a command says', () => {
  it('a UUID key is the command id; any other text always gives the same one, for this caller', async () => {
    const uuid = '0190A0B0-0000-7000-8000-000000000001';
    await ask(`/v1/leads/${LEAD}/lose`, { body: {}, headers: { 'idempotency-key': uuid } });
    expect(sent.at(-1)?.envelope.commandId).toBe(uuid.toLowerCase());
    await ask(`/v1/leads/${LEAD}/lose`, { body: {}, headers: { 'idempotency-key': 'order 66' } });
    expect(sent.at(-1)?.envelope.commandId).toBe(derivedId('idempotency-key', 'the-administrator', 'order 66'));
    await ask(`/v1/leads/${LEAD}/lose`, { role: 'rep', body: {}, headers: { 'idempotency-key': 'order 66' } });
    expect(sent.at(-1)?.envelope.commandId).toBe(derivedId('idempotency-key', 'the-rep', 'order 66'));
    await ask(`/v1/leads/${LEAD}/lose`, { body: {} });
    expect(isUuid(sent.at(-1)!.envelope.commandId)).toBe(true);
  });

  it('If-Match pins the revision, and the answer carries the next ETag', async () => {
    const answer = await ask(`/v1/leads/${LEAD}/reopen`, { body: { reason: 'back' }, headers: { 'if-match': '"6"' } });
    expect([answer.statusCode, answer.headers['etag']]).toEqual([200, '"7"']);
    expect(sent.at(-1)).toMatchObject({ action: { do: 'reopen-lead', reason: 'back' }, envelope: { expectedRevision: 6 } });
  });

  it('actor, assurance and rights come from the token; a date begins in the zone of the organisation', async () => {
    await ask(`/v1/leads/${LEAD}/claim`, { role: 'rep', body: { occurredAt: '2026-03-03', reason: null } });
    expect(sent.at(-1)).toEqual({
      action: { do: 'claim-lead', rep: 'the-rep' },
      envelope: {
        commandId: expect.any(String),
        actor: { kind: 'person', id: 'the-rep', assurance: 'token' },
        actingRep: 'the-rep',
        rights: [],
        bound: { rep: 'the-rep', redistributes: false },
        occurredAt: { precision: 'day', value: '2026-03-03', zone: 'Europe/Berlin' },
      },
    });
  });

  it('the front door takes what comes', async () => {
    const answer = await ask('/v1/inquiries', {
      role: 'app',
      body: { channel: 'social', contact: { phones: ['not a phone'], name: '' }, attributes: { odd: { nested: true } }, payload: 'raw' },
    });
    expect([answer.statusCode, answer.json()]).toEqual([201, { inquiryId: 'i', leadId: 'l', personId: 'p', joined: false, token: 't' }]);
    expect(sent.at(-1)?.action).toEqual({
      do: 'capture-inquiry',
      channel: 'social',
      contact: { phones: ['not a phone'] },
      attributes: { odd: { nested: true } },
      payload: 'raw',
    });
  });
});

describe('documents', () => {
  it('OpenAPI names every route with its permission-less ones only where they are public', async () => {
    const document = (await ask('/openapi.json', { method: 'GET', role: null })).json<{ paths: Record<string, unknown> }>();
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/v1/inquiries', '/v1/leads/{lead}/claim', '/v1/events', '/v1/events/completeness']),
    );
    expect((await ask('/docs', { method: 'GET', role: null })).statusCode).toBe(200);
  });

  it('AsyncAPI has a message for every event type', async () => {
    const document = (await ask('/asyncapi.json', { method: 'GET', role: null })).json<{
      components: { messages: Record<string, unknown> };
    }>();
    expect(document.components.messages).toHaveProperty(['lead.captured', 'payload', 'properties', 'data', 'required']);
  });

  it('metrics count answers by route, never by URL', async () => {
    const { body } = await ask('/metrics', { method: 'GET', role: null });
    expect(body).toContain('route="/v1/leads/:lead/claim"');
    expect(body).not.toContain(`/v1/leads/${LEAD}/`);
  });
});
