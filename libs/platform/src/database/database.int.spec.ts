import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { createPool, ensureDatabase, inTransaction, migrate } from '../index.js';
import { databaseProblem } from './database-problem.js';

describe('the database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase('platform');
  });
  afterAll(() => database.drop());

  it('a transaction is whole or not at all', async () => {
    await database.pool.query('create table whole (n int primary key)');
    const broken = inTransaction(database.pool, async (client) => {
      await client.query('insert into whole values (1)');
      throw new Error('in the middle');
    });
    await expect(broken).rejects.toThrow('in the middle');
    await inTransaction(database.pool, (client) => client.query('insert into whole values (2)'));
    expect((await database.pool.query('select n from whole')).rows).toEqual([{ n: 2 }]);
  });

  it('what is no matter of the connection reaches the caller as it was', async () => {
    await expect(database.pool.query('select * from nothing')).rejects.toMatchObject({ code: '42P01' });
    await expect(inTransaction(database.pool, (client) => client.query('insert into whole values (2)'))).rejects.toMatchObject({
      code: '23505',
    });
  });

  it('a stopped server is a 503 that says what to do, and the pool works again when it is back', async () => {
    const proxy = await startProxy(database.url);
    const pool = createPool(proxy.url, { name: 'test', max: 2 });
    try {
      await pool.query('select 1');
      proxy.cut();
      await expect(pool.query('select 1')).rejects.toMatchObject({ status: 503, code: 'DATABASE.UNAVAILABLE' });
      await expect(inTransaction(pool, (client) => client.query('select 1'))).rejects.toMatchObject({ code: 'DATABASE.UNAVAILABLE' });
      proxy.mend();
      expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
      const interrupted = inTransaction(pool, async (client) => {
        await client.query('insert into whole values (3)');
        proxy.cut();
        await client.query('select 1');
      });
      await expect(interrupted).rejects.toMatchObject({ code: 'DATABASE.UNAVAILABLE' });
      proxy.mend();
      expect((await pool.query('select 1 from whole where n = 3')).rowCount).toBe(0);
    } finally {
      await pool.end();
      await proxy.close();
    }
  });

  it('wrong password, missing database and full disk each say what to do', async () => {
    const admin = new URL(process.env['TEST_DATABASE_URL']!);
    admin.pathname = '/does_not_exist';
    const missing = createPool(admin.href, { name: 'test' });
    await expect(missing.query('select 1')).rejects.toMatchObject({ status: 503, code: 'DATABASE.MISSING' });
    await missing.end();
    admin.password = 'wrong';
    const refused = createPool(admin.href, { name: 'test' });
    await expect(refused.query('select 1')).rejects.toMatchObject({ status: 503, code: 'DATABASE.ACCESS_REFUSED' });
    await refused.end();
    const full = Object.assign(new Error('could not extend file: No space left on device'), { code: '53100' });
    expect(databaseProblem(full)).toMatchObject({ status: 503, code: 'DATABASE.DISK_FULL' });
  });

  it('a database is made once, by however many', async () => {
    const admin = process.env['TEST_DATABASE_URL']!;
    const name = `many_${process.pid}`;
    await Promise.all(Array.from({ length: 4 }, () => ensureDatabase(admin, name)));
    const { rowCount } = await database.pool.query('select 1 from pg_database where datname = $1', [name]);
    expect(rowCount).toBe(1);
    await database.pool.query(`drop database ${name}`);
  });
});

describe('migrations', () => {
  let database: TestDatabase;
  const folder = mkdtempSync(join(tmpdir(), 'leadledger-migrations-'));
  beforeAll(async () => {
    database = await testDatabase('migrations');
  });
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });
  const folderOf = (name: string, files: Record<string, string>): URL => {
    mkdirSync(join(folder, name), { recursive: true });
    for (const [file, sql] of Object.entries(files)) writeFileSync(join(folder, name, file), `-- Up Migration\n${sql}\n`);
    return pathToFileURL(`${join(folder, name)}/`);
  };

  it('run once, in order, however many processes start at once', async () => {
    const one = folderOf('one', { '0001_table.sql': 'create table step (n int);', '0002_row.sql': 'insert into step values (1);' });
    await Promise.all(Array.from({ length: 4 }, () => migrate({ url: database.url, name: 'one', folder: one })));
    folderOf('one', { '0003_more.sql': 'insert into step values (2);' });
    await migrate({ pool: database.pool, name: 'one', folder: one });
    expect((await database.pool.query('select n from step order by n')).rows).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('of different owners do not meet', async () => {
    await migrate({ pool: database.pool, name: 'two', folder: folderOf('two', { '0001_own.sql': 'create table two_own ();' }) });
    expect((await database.pool.query('select 1 from migrations.two')).rowCount).toBe(1);
  });

  it('that fail leave nothing, and the next try goes on', async () => {
    const three = folderOf('three', { '0001_good.sql': 'create table three_own ();', '0002_bad.sql': 'select 1/0;' });
    await expect(migrate({ pool: database.pool, name: 'three', folder: three })).rejects.toThrow('division by zero');
    expect((await database.pool.query(`select to_regclass('three_own') as found`)).rows).toEqual([{ found: null }]);
    folderOf('three', { '0002_bad.sql': 'select 1;' });
    await migrate({ pool: database.pool, name: 'three', folder: three });
    expect((await database.pool.query(`select to_regclass('three_own')::text as found`)).rows).toEqual([{ found: 'three_own' }]);
  });
});

interface Proxy {
  readonly url: string;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Between the pool and PostgreSQL: while it is cut, connections are dropped and new ones refused. */
async function startProxy(target: string): Promise<Proxy> {
  const { port } = new URL(target);
  const sockets = new Set<Socket>();
  let whole = true;
  const server: Server = createServer((near) => {
    if (!whole) return void near.destroy();
    const far = connect(Number(port), '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => [near, far].forEach((each) => each.destroy()));
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  const drop = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    url: url.href,
    cut: () => {
      whole = false;
      drop();
    },
    mend: () => {
      whole = true;
    },
    close: () => new Promise((resolve) => (drop(), server.close(() => resolve()))),
  };
}
