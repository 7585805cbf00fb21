import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createPool, inTransaction } from '../index.js';
import { startEmbeddedPostgres } from './start-embedded-postgres.js';

const disk = mkdtempSync(join(tmpdir(), 'leadledger-disk-'));

/** A small disk of our own; false where this user may not mount one. */
function mountDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=240m', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const mounted = mountDisk();
afterAll(() => {
  if (mounted) execFileSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
});

const onSmallDisk = mounted ? it : it.skip;
onSmallDisk(
  'a disk that fills up: writers are told what to do, readers go on, what was acknowledged is there once, and with space it goes on (needs the right to mount)',
  async () => {
    const server = await startEmbeddedPostgres({ dataDir: join(disk, 'data') });
    const pool = createPool(server.url('postgres'), { name: 'test', max: 4 });
    const insert = (): Promise<unknown> =>
      inTransaction(pool, (client) =>
        client.query('insert into filling (filler) select repeat(md5(random()::text), 30) from generate_series(1, 200)'),
      );
    try {
      await pool.query('create table filling (n serial, filler text)');
      let acknowledged = 0;
      let refusal: unknown;
      while (refusal === undefined) {
        try {
          await insert();
          acknowledged += 200;
          // Memory fills faster than any disk, and the guard of the disk looks four times a second, where it gets a processor.
          await delay(15);
        } catch (error) {
          refusal = error;
        }
      }
      expect(refusal).toMatchObject({ status: 503, code: 'DATABASE.DISK_FULL' });
      const count = async (): Promise<number> =>
        Number((await pool.query<{ count: string }>('select count(*) from filling')).rows[0]!.count);
      expect(await count()).toBe(acknowledged);
      await delay(600);
      await expect(insert()).rejects.toMatchObject({ status: 503, code: 'DATABASE.DISK_FULL' });

      execFileSync('mount', ['-o', 'remount,size=600m', disk]);
      for (;;) {
        try {
          await insert();
          break;
        } catch (error) {
          expect(error).toMatchObject({ code: 'DATABASE.DISK_FULL' });
          await delay(50);
        }
      }
      expect(await count()).toBe(acknowledged + 200);
    } finally {
      await pool.end();
      await server.stop();
    }
  },
);
