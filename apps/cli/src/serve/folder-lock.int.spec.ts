import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolder, prepareDataFolder } from './data-folder.js';
import { lockFolder, serverOf } from './folder-lock.js';
import { isAlive, markOf } from './process-mark.js';
import { announceServer, runningServer, withdrawServer } from './server-file.js';

describe('the lock of a data folder', () => {
  const folder = dataFolder(mkdtempSync(join(tmpdir(), 'leadledger-lock-')));
  beforeAll(() => prepareDataFolder(folder));
  afterAll(() => rmSync(folder.path, { recursive: true, force: true }));

  it('is refused while a server keeps the folder, naming it and what to do', async () => {
    const lock = await lockFolder(folder, 'serve');
    announceServer(folder, 'http://127.0.0.1:4711');
    await expect(lockFolder(folder, 'serve')).rejects.toThrow(/already works on .*http:\/\/127\.0\.0\.1:4711.*--data/);
    lock.release();
    expect(existsSync(folder.lockFile)).toBe(false);
  });

  it('left by a process that was killed is taken over', async () => {
    const gone = { pid: process.pid, startedAt: 'long ago', kind: 'serve' };
    writeFileSync(folder.lockFile, JSON.stringify(gone));
    const lock = await lockFolder(folder, 'serve');
    lock.release();
  });

  it('of a server that starts makes a command wait for it, until it answers or is gone', async () => {
    withdrawServer(folder);
    expect(await serverOf(folder)).toBeNull();
    const starting = await lockFolder(folder, 'serve');
    const asked = serverOf(folder);
    setTimeout(() => announceServer(folder, 'http://127.0.0.1:4712'), 250);
    expect(await asked).toMatchObject({ url: 'http://127.0.0.1:4712' });
    withdrawServer(folder);
    const askedAgain = serverOf(folder);
    setTimeout(() => starting.release(), 250);
    expect(await askedAgain).toBeNull();
  });

  it('of a command makes another wait for its end, and ask its server only where that takes long', async () => {
    const first = await lockFolder(folder, 'command');
    announceServer(folder, 'http://127.0.0.1:4713');
    expect(await serverOf(folder, 0)).toMatchObject({ url: 'http://127.0.0.1:4713' });
    const asked = serverOf(folder);
    setTimeout(() => {
      withdrawServer(folder);
      first.release();
    }, 250);
    expect(await asked).toBeNull();
  });

  it('of a command is waited for', async () => {
    const first = await lockFolder(folder, 'command');
    const second = lockFolder(folder, 'serve');
    setTimeout(() => first.release(), 150);
    (await second).release();
  });

  it('and an address left by a killed server are both seen as stale', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    const mark = markOf(child.pid!)!;
    writeFileSync(folder.serverFile, JSON.stringify({ ...mark, url: 'http://127.0.0.1:1' }));
    expect(runningServer(folder)?.url).toBe('http://127.0.0.1:1');
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    expect(isAlive(mark)).toBe(false);
    expect(runningServer(folder)).toBeNull();
  });
});
