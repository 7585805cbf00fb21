import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SupervisedChild } from './supervised-child.js';

/** A small child: says that it is ready, counts its starts in a file, and does as its first argument says. */
const CHILD = `
import { appendFileSync } from 'node:fs';
const [what, file] = process.argv.slice(2);
appendFileSync(file, process.pid + '\\n');
process.once('disconnect', () => process.exit(0));
if (what === 'broken') { console.error('the port is taken'); process.exit(3); }
if (what === 'deaf') process.on('SIGTERM', () => undefined);
console.log(JSON.stringify({ ready: true, url: 'http://127.0.0.1:1' }));
setInterval(() => undefined, 1000);
`;

describe('a supervised child', () => {
  let folder: string;
  const said: string[] = [];
  const child = (what: string) =>
    new SupervisedChild(
      {
        name: 'part',
        script: join(folder, 'child.mjs'),
        args: [what, join(folder, 'starts')],
        env: process.env,
        logFile: join(folder, 'part.log'),
        readyWithinMs: 10_000,
      },
      (line) => said.push(line),
      () => undefined,
    );
  const starts = () => readFileSync(join(folder, 'starts'), 'utf8').trim().split('\n').map(Number);
  const until = async (what: () => boolean) => {
    while (!what()) await sleep(20);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'leadledger-child-'));
    writeFileSync(join(folder, 'child.mjs'), CHILD);
    said.length = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is ready when it says so, and ends when it is asked to', async () => {
    const part = child('steady');
    expect(await part.start()).toEqual({ ready: true, url: 'http://127.0.0.1:1' });
    await part.stop();
    expect(() => process.kill(starts()[0]!, 0)).toThrow();
    expect(said).toEqual([]);
  });

  it('is started again after a crash, and that is said', async () => {
    const part = child('steady');
    await part.start();
    process.kill(starts()[0]!, 'SIGKILL');
    await until(() => said.includes('part is ready again'));
    expect(said[0]).toBe('part ended by SIGKILL');
    expect(starts()).toHaveLength(2);
    await part.stop();
  });

  it('that never becomes ready is a problem with the end of its log, and is not tried for ever', async () => {
    await expect(child('broken').start()).rejects.toThrow(/part ended with exit code 3[\s\S]*the port is taken/);
    expect(starts()).toHaveLength(1);
  });

  it('that is asked to stop while it waits for its restart stays down', async () => {
    const part = child('steady');
    await part.start();
    process.kill(starts()[0]!, 'SIGKILL');
    await until(() => said.length > 0);
    await part.stop();
    await sleep(600);
    expect(starts()).toHaveLength(1);
  });
});
