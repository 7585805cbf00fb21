import { join } from 'node:path';
import { environmentOf, loadConfig } from '#libs/platform';
import { createTokenIssuer } from '#libs/tokens';
import { PREFIX } from './prefix.js';
import { type BenchDatabase, type Workbench } from './workbench.js';

const TOKEN_SECONDS = 86_400;

export interface BenchApi {
  readonly url: string;
  /** An administrator's. */
  readonly token: string;
  readonly ledger: BenchDatabase;
  readonly eventStoreUrl: string;
  post<T>(path: string, body: object): Promise<T>;
}

/** The API in a process of its own, on stores of its own; with the projector beside it where asked. */
export async function startApi(bench: Workbench, { projector = false, worker = false } = {}): Promise<BenchApi> {
  const [ledger, keys, store] = await Promise.all([bench.database('ledger'), bench.database('keys'), bench.eventStore()]);
  const env = environmentOf({
    dataDir: bench.folder,
    factsDir: join(bench.folder, `facts-${ledger.url.split('_').at(-1)}`),
    databaseUrl: ledger.url,
    keysDatabaseUrl: keys.url,
    eventStoreUrl: store.url,
    streamPrefix: PREFIX,
    apiPort: 0,
    logLevel: 'error',
  });
  if (projector) await bench.start('projector', env);
  if (worker) await bench.start('worker', env);
  const { url } = await bench.start('api', env);
  const { jwtIssuer: issuer, jwtAudience: audience } = loadConfig(env);
  const token = await createTokenIssuer({ dataDir: bench.folder, issuer, audience }).issue({
    subject: 'Mia',
    role: 'administrator',
    lifetimeSeconds: TOKEN_SECONDS,
  });
  return {
    url,
    token,
    ledger,
    eventStoreUrl: store.url,
    post: async <T>(path: string, body: object): Promise<T> => {
      const response = await fetch(url + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`POST ${path} was answered with ${response.status}: ${await response.text()}`);
      return (await response.json()) as T;
    },
  };
}
