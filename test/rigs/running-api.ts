import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Pool } from 'pg';
import { type Role } from '#libs/access';
import { type EventLog } from '#libs/event-store';
import { createLogger, environmentOf, loadConfig, newId } from '#libs/platform';
import { ProjectionRunner, type SequenceProjection } from '#libs/projections';
import { testDatabase, testEventLog } from '#libs/testing';
import { createTokenIssuer } from '#libs/tokens';
import { startApi } from '../../apps/api/src/start-api.js';

interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

interface AskOptions {
  readonly role?: Role;
  readonly as?: string;
  readonly rep?: string;
  readonly headers?: Record<string, string>;
}

/** The API on real stores of its own. */
export interface RunningTestApi {
  readonly url: string;
  readonly pool: Pool;
  readonly log: EventLog;
  readonly env: Readonly<Record<string, string>>;
  token(role?: Role, subject?: string, rep?: string): Promise<string>;
  get<T = Record<string, unknown>>(path: string, options?: AskOptions): Promise<Answer<T>>;
  post<T = Record<string, unknown>>(path: string, body: unknown, options?: AskOptions): Promise<Answer<T>>;
  stop(): Promise<void>;
}

/** `projections` run beside it in this process; null: no projector, the test starts its own. */
export async function runningApi(
  projections: readonly SequenceProjection[] | null,
  settings: Record<string, string> = {},
  /** Another way for the API (not for the runner beside it) to the same stores. */
  detour: (stores: { readonly databaseUrl: string; readonly keysDatabaseUrl: string }) => Record<string, string> = () => ({}),
): Promise<RunningTestApi> {
  const dataDir = mkdtempSync(join(tmpdir(), 'leadledger-api-'));
  const [database, keys, events] = await Promise.all([testDatabase('api'), testDatabase('api_keys'), testEventLog()]);
  const { log } = events;
  const env = {
    ...environmentOf({
      dataDir,
      databaseUrl: database.url,
      keysDatabaseUrl: keys.url,
      eventStoreUrl: events.url,
      streamPrefix: events.prefix,
      apiPort: 0,
      logLevel: process.env['TEST_LOG_LEVEL'] ?? 'silent',
      databaseConnections: 8,
      sseHeartbeatMs: 200,
    }),
    ...settings,
  };
  const config = loadConfig({ ...env, ...detour({ databaseUrl: database.url, keysDatabaseUrl: keys.url }) });
  const issuer = createTokenIssuer({ dataDir, issuer: config.jwtIssuer, audience: config.jwtAudience });
  const token = (role: Role = 'administrator', subject = `the-${role}`, rep?: string): Promise<string> =>
    issuer.issue({ subject, role, ...(rep !== undefined && { rep }), lifetimeSeconds: 3_600 });
  const stopping = new AbortController();
  const running = projections && new ProjectionRunner({ log, pool: database.pool, projections }).run(stopping.signal);
  const api = await startApi(config, createLogger(config, 'api'));

  async function ask<T>(method: string, path: string, body: unknown, { role, as, rep, headers }: AskOptions): Promise<Answer<T>> {
    const response = await fetch(api.url + path, {
      method,
      headers: {
        authorization: `Bearer ${await token(role, as, rep)}`,
        ...(body !== undefined && { 'content-type': 'application/json', 'idempotency-key': newId() }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = text === '' || (response.headers.get('content-type')?.includes('json') ?? true);
    const lines = response.headers.get('content-type')?.includes('ndjson')
      ? text
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as unknown)
      : null;
    const answered: unknown = lines ?? (isJson ? JSON.parse(text || 'null') : text);
    expectPositionsAsText(answered, `${method} ${path}`);
    return { status: response.status, headers: response.headers, body: answered as T };
  }

  return {
    url: api.url,
    pool: database.pool,
    log,
    env,
    token,
    get: (path, options = {}) => ask('GET', path, undefined, options),
    post: (path, body, options = {}) => ask('POST', path, body, options),
    stop: async () => {
      await api.stop();
      stopping.abort();
      await running;
      await events.close();
      await Promise.all([database.drop(), keys.drop()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Positions are decimal text in every answer; data of events stay as the log has them, and `decidedAt` is of those. */
function expectPositionsAsText(answer: unknown, where: string): void {
  if (typeof answer !== 'object' || answer === null) return;
  for (const [key, value] of Object.entries(answer)) {
    if (/^position$|Position$/.test(key) && typeof value === 'number')
      throw new Error(`${where}: ${key} is the number ${value}, not decimal text`);
    if (key !== 'data' && key !== 'decidedAt') expectPositionsAsText(value, `${where} ${key}`);
  }
}
