import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { readPostmaster } from './postmaster.js';
import { isAlive } from './process-identity.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start-embedded-postgres.js';

/** A supervisor in a process of its own. */
const SUPERVISOR = `
  import { startEmbeddedPostgres } from '#libs/platform';
  const server = await startEmbeddedPostgres({ dataDir: process.env.DIR, volatile: process.env.VOLATILE === 'true' });
  console.log(server.url('postgres'));
  process.stdin.once('data', () => process.exit(0));
`;

describe('embedded PostgreSQL when things die', () => {
  let dataDir: string;
  let server: EmbeddedPostgres | undefined;
  let child: ChildProcess | undefined;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'leadledger-pg-'));
  });
  afterEach(async () => {
    if (child?.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await server?.stop();
    const left = existsSync(join(dataDir, 'postgres')) ? readPostmaster(join(dataDir, 'postgres')) : null;
    if (left && isAlive(left.pid)) process.kill(left.pid, 'SIGQUIT');
    rmSync(dataDir, { recursive: true, force: true });
    server = child = undefined;
  });

  const query = async (url: string, sql: string): Promise<unknown[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const supervisor = async (volatile = true): Promise<string> => {
    child = spawn(process.execPath, ['--input-type=module', '--eval', SUPERVISOR], {
      cwd: resolve(import.meta.dirname, '../../../..'),
      env: { ...process.env, DIR: dataDir, VOLATILE: String(volatile), NODE_OPTIONS: '' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout!, 'data')) as [Buffer];
    return line.toString().trim();
  };
  const kill = async (): Promise<void> => {
    const ended = once(child!, 'exit');
    child!.kill('SIGKILL');
    await ended;
  };
  const postmaster = (): number => readPostmaster(join(dataDir, 'postgres'))!.pid;

  it('a server whose parent was killed is adopted, with everything in it', async () => {
    const url = await supervisor();
    await query(url, 'create table kept as select 1 as n');
    const before = postmaster();
    await kill();
    server = await startEmbeddedPostgres({ dataDir, volatile: true });
    expect(server.adopted).toBe(true);
    expect(postmaster()).toBe(before);
    expect(await query(server.url('postgres'), 'select n from kept')).toEqual([{ n: 1 }]);
    await server.stop();
    expect(isAlive(before)).toBe(false);
  });

  it('a server that was killed with its parent recovers what was committed', async () => {
    const url = await supervisor(false);
    await query(url, 'create table kept as select 1 as n');
    const before = postmaster();
    process.kill(before, 'SIGKILL');
    await kill();
    while (isAlive(before)) await delay(10);
    server = await startEmbeddedPostgres({ dataDir });
    expect(server.adopted).toBe(false);
    expect(await query(server.url('postgres'), 'select n from kept')).toEqual([{ n: 1 }]);
  });

  it('a process that ends by itself takes its server with it', async () => {
    await supervisor();
    const before = postmaster();
    const ended = once(child!, 'exit');
    child!.stdin!.write('end\n');
    await ended;
    while (isAlive(before)) await delay(10);
    server = await startEmbeddedPostgres({ dataDir, volatile: true });
    expect(server.adopted).toBe(false);
  });

  it('a folder in use is refused, naming who uses it', async () => {
    await supervisor();
    await expect(startEmbeddedPostgres({ dataDir, volatile: true })).rejects.toMatchObject({
      status: 409,
      code: 'DATA_FOLDER.IN_USE',
      message: expect.stringContaining(String(child!.pid)) as string,
    });
    expect(isAlive(postmaster())).toBe(true);
  });

  it('a first start that was killed half way is begun anew', async () => {
    mkdirSync(join(dataDir, 'postgres.new'));
    writeFileSync(join(dataDir, 'postgres.new', 'PG_VERSION'), '18\n');
    server = await startEmbeddedPostgres({ dataDir, volatile: true });
    expect(await query(server.url('postgres'), 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  it('a pid file whose number now belongs to another program does not stop the start', async () => {
    const first = await startEmbeddedPostgres({ dataDir, volatile: true });
    const file = join(dataDir, 'postgres', 'postmaster.pid');
    const lines = readFileSync(file, 'utf8').split('\n');
    await first.stop();
    lines[0] = String(process.pid);
    writeFileSync(file, lines.join('\n'));
    server = await startEmbeddedPostgres({ dataDir, volatile: true });
    expect(await query(server.url('postgres'), 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  it('a server that cannot start says why, in its own last words', async () => {
    const first = await startEmbeddedPostgres({ dataDir, volatile: true });
    await first.stop();
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '15\n');
    await expect(startEmbeddedPostgres({ dataDir, volatile: true })).rejects.toMatchObject({
      status: 503,
      code: 'DATABASE.VERSION_MISMATCH',
    });
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '18\n');
    writeFileSync(join(dataDir, 'postgres', 'postgresql.conf'), 'no_such_setting = on\n');
    await expect(startEmbeddedPostgres({ dataDir, volatile: true })).rejects.toMatchObject({
      code: 'DATABASE.START_FAILED',
      message: expect.stringContaining('no_such_setting') as string,
    });
    writeFileSync(join(dataDir, 'postgres', 'postgresql.conf'), '');
    server = await startEmbeddedPostgres({ dataDir, volatile: true });
  });
});
