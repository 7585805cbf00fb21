import { execFileSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { locateBinaries } from './binaries.js';
import { launchAs, serverUser } from './server-user.js';
import { startEmbeddedPostgres } from './start-embedded-postgres.js';

const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

describe('embedded PostgreSQL', () => {
  let dataDir: string;
  beforeEach(() => {
    // A 0700 folder, as a home folder is.
    dataDir = mkdtempSync(join(tmpdir(), 'leadledger-pg-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('starts in a closed folder, keeps its password to the owner of the file, and keeps data over a restart', async () => {
    const first = await startEmbeddedPostgres({ dataDir, volatile: true });
    await query(first.url('postgres'), 'create table kept as select 42 as answer');
    expect(statSync(join(dataDir, 'secrets', 'postgres-password')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
    await first.stop();
    await first.stop();
    const second = await startEmbeddedPostgres({ dataDir, volatile: true });
    expect(second.adopted).toBe(false);
    expect(await query(second.url('postgres'), 'select answer from kept')).toEqual([{ answer: 42 }]);
    await expect(query(second.url('postgres').replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toMatchObject({ code: '28P01' });
    await second.stop();
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot('its programs run from a folder that is closed to their user, as a checkout in a home folder is (needs root)', () => {
    const { initdb } = locateBinaries();
    const native = join(dataDir, 'native');
    cpSync(dirname(dirname(initdb)), native, { recursive: true, verbatimSymlinks: true });
    const moved = join(native, 'bin', 'initdb');
    const user = serverUser()!;
    const launch = launchAs(user, [moved]);
    const folder = join(dataDir, 'cluster');
    mkdirSync(folder);
    chownSync(folder, user.uid, user.gid);
    const [command, ...args] = [...launch.prefix, moved, `--pgdata=${folder}`, '--no-sync', '--auth=trust'];
    execFileSync(command!, args, { ...launch.ids, cwd: '/', stdio: 'pipe' });
    expect(existsSync(join(folder, 'PG_VERSION'))).toBe(true);
  });
});
