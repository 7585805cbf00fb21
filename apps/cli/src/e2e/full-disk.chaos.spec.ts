import { jest } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectAllOnce, expectProblem, interrupted, LEADS, writeHistory } from './interruptible-import.fixture.js';
import { RunningFolder } from './running-folder.fixture.js';

// A whole system starts and stops here, on machines that may be busy.
jest.setTimeout(600_000);

const disk = mkdtempSync(join(tmpdir(), 'leadledger-full-'));

/** A small disk of our own; false where this user may not mount one. */
function mountDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1g,mode=755', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const resize = (size: string): void => void execFileSync('mount', ['-o', `remount,size=${size}`, disk]);

const mounted = mountDisk();
const onSmallDisk = mounted ? it : it.skip;

describe('a disk that fills up under an import', () => {
  let ledger: RunningFolder | undefined;
  afterAll(async () => {
    await ledger?.stop();
    if (mounted) execFileSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  onSmallDisk(
    'is a problem that says what to do, what names no lead is answered, and with room again all is there once (needs the right to mount)',
    async () => {
      ledger = await RunningFolder.start('on-small-disk', disk);
      const path = writeHistory(ledger.parent);
      const ended = await interrupted(ledger, path, () => {
        const { blocks, bfree, bsize } = statfsSync(disk);
        resize(String((blocks - bfree) * bsize + 16 * 1024 * 1024));
      });
      expectProblem(ended, /^(DATABASE|EVENT_STORE)\.DISK_FULL$/);
      expect((await ledger.lines('projections', 'status')).length).toBeGreaterThan(0);
      // R2.15 no record of who read which leads, no answer: as long as the last bytes last, there is one.
      const read = await ledger.run('owners', '--at', '2025-04-01T00:00:00Z');
      if (read.code !== 0) expectProblem(read, /^DATABASE\.DISK_FULL$/);

      resize('1g');
      let last = await ledger.run('import', path);
      while (last.code !== 0) {
        expectProblem(last, /^(DATABASE|EVENT_STORE)\.DISK_FULL$/);
        last = await ledger.run('import', path);
      }
      expect(JSON.parse(last.out)).toMatchObject({ rows: 3 * LEADS, rejected: 0 });
      await expectAllOnce(ledger, path);
    },
  );
});
