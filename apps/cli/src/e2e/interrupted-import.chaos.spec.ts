import { jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { processesOn } from './cli-process.fixture.js';
import { expectAllOnce, expectProblem, interrupted, LEADS, writeHistory } from './interruptible-import.fixture.js';
import { RunningFolder } from './running-folder.fixture.js';

// Parts of a whole system are killed here and come back, on machines that may be busy.
jest.setTimeout(600_000);

const onLinux = process.platform === 'linux' ? describe : describe.skip;

/** Each breaks the same import where the one before it left off; the last test looks at what came of it all. */
onLinux('an import that is interrupted (finds its victims in /proc)', () => {
  let ledger: RunningFolder;
  let path: string;
  beforeAll(async () => {
    ledger = await RunningFolder.start('interrupted');
    path = writeHistory(ledger.parent);
  });
  afterAll(() => ledger.stop());

  const part = (name: string): number =>
    processesOn(ledger.folder).find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`apps/${name}/src/main.js`))!;
  const postmaster = (): number => Number(readFileSync(join(ledger.folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);

  it('killed itself (kill -9), it leaves nothing behind that a second run minds', async () => {
    const { code, out } = await interrupted(ledger, path, ({ child }) => child.kill('SIGKILL'));
    expect([code, out]).toEqual([null, '']);
  });

  it('PostgreSQL killed: a problem that says what to do, and everything comes back', async () => {
    const ended = await interrupted(ledger, path, () => process.kill(postmaster(), 'SIGKILL'));
    expectProblem(ended, /^(DATABASE\.UNAVAILABLE|EVENT_STORE\.UNAVAILABLE|CLI\.SERVER_UNREACHABLE)$/);
  });

  it('the event store stopped: a problem that says what to do', async () => {
    let store = 0;
    const ended = await interrupted(ledger, path, () => process.kill((store = part('event-store')), 'SIGSTOP'));
    process.kill(store, 'SIGCONT');
    expectProblem(ended, /^EVENT_STORE\.UNAVAILABLE$/);
  });

  it('the API killed: a problem that says what to do', async () => {
    expectProblem(await interrupted(ledger, path, () => process.kill(part('api'), 'SIGKILL')), /^CLI\.SERVER_UNREACHABLE$/);
  });

  it('R6.1 and finished by a last run, while worker and projector are killed: every fact is in the log once, the chain and all read models hold', async () => {
    const last = await interrupted(ledger, path, () => ['worker', 'projector'].forEach((name) => process.kill(part(name), 'SIGKILL')));
    expect({ code: last.code, err: last.err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(last.out)).toMatchObject({ rows: 3 * LEADS, rejected: 0 });
    await expectAllOnce(ledger, path);
  });
});
