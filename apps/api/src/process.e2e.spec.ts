import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { environmentOf } from '#libs/platform';
import { testDatabase, type TestDatabase } from '#libs/testing';

const BUILT = join(import.meta.dirname, '../../../dist/apps');
const dataDir = mkdtempSync(join(tmpdir(), 'leadledger-process-'));
let ledger: TestDatabase;
let keys: TestDatabase;

beforeAll(async () => {
  [ledger, keys] = await Promise.all([testDatabase('process'), testDatabase('process_keys')]);
});
afterAll(async () => {
  await Promise.all([ledger.drop(), keys.drop()]);
  rmSync(dataDir, { recursive: true });
});

const settings = () =>
  environmentOf({
    dataDir,
    databaseUrl: ledger.url,
    keysDatabaseUrl: keys.url,
    eventStoreUrl: process.env['EVENTSTORE_URL']!,
    streamPrefix: 'tprocess.',
    apiPort: 0,
  });

interface Started {
  readonly child: ChildProcess;
  readonly said: string[];
  readonly ready: Promise<{ url?: string; ready: true }>;
  readonly exit: Promise<number | null>;
}

function start(app: 'api' | 'worker', env: Record<string, string>): Started {
  const child = fork(join(BUILT, app, 'src/main.js'), [], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
  });
  const said: string[] = [];
  const complaints = createInterface({ input: child.stderr! }).on('line', (line) => said.push(line));
  const complained = once(complaints, 'close');
  const ready = once(createInterface({ input: child.stdout! }), 'line').then(
    ([line]) => JSON.parse(String(line)) as { url?: string; ready: true },
  );
  ready.catch(() => undefined);
  return {
    child,
    said,
    ready,
    exit: once(child, 'exit').then(async ([code]) => {
      await complained;
      return code as number | null;
    }),
  };
}

describe.each(['api', 'worker'] as const)('the process %s', (app) => {
  it('says that it is ready and ends when its supervisor is gone', async () => {
    const { child, ready, exit, said } = start(app, settings());
    const first = await Promise.race([ready, exit.then(() => said)]);
    expect(first).toMatchObject({ ready: true });
    child.disconnect();
    expect(await exit).toBe(0);
  });

  it('names every setting that is missing and exits with 1', async () => {
    const { exit, said } = start(app, environmentOf({ dataDir }));
    expect(await exit).toBe(1);
    expect(said.join('\n')).toContain('LEADLEDGER_DATABASE_URL is not set');
    expect(said.join('\n')).toContain('LEADLEDGER_EVENT_STORE_URL is not set');
  });
});

it('a port that is taken is said, with what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { exit, said } = start('api', { ...settings(), ...environmentOf({ apiPort: port }) });
  expect(await exit).toBe(1);
  expect(said.join('\n')).toContain(`API.ADDRESS_IN_USE: Port ${port}`);
  other.close();
});
