import { jest } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Finished, leadledger, type RunningServe, serve } from './cli-process.fixture.js';

// Whole systems start and stop here, on machines that may be busy.
jest.setTimeout(600_000);

describe('bad input on the command line', () => {
  const parent = mkdtempSync(join(tmpdir(), 'leadledger-refusals-'));
  const folder = join(parent, 'data');
  let server: RunningServe | undefined;
  beforeAll(async () => {
    server = await serve(folder);
  });
  afterAll(async () => {
    server?.child.kill('SIGTERM');
    await server?.ended;
    rmSync(parent, { recursive: true, force: true });
  });

  const problemIn = ({ code, out, err }: Finished) => {
    expect([code, out]).toEqual([1, '']);
    return JSON.parse(err) as { code: string; status: number; detail: string; violations: unknown[] };
  };
  const json = (...args: string[]) => leadledger([...args, '--json', '--data', folder]);

  it('that is wrong usage exits 2 and says what was meant', async () => {
    const [unknown, missing, none] = await Promise.all([leadledger(['ownr']), json('owner', 'x'), leadledger([])]);
    expect([unknown.code, missing.code, none.code]).toEqual([2, 2, 2]);
    expect(unknown.err).toContain('owner');
    expect(JSON.parse(missing.err)).toMatchObject({ code: 'CLI.WRONG_USAGE', status: 400 });
    const programs = await Promise.all([json('report'), json('events', 'tail', '--limit', 'all')]);
    for (const { code, out, err } of programs) {
      expect([code, out]).toEqual([2, '']);
      expect(JSON.parse(err)).toMatchObject({ code: 'CLI.WRONG_USAGE' });
    }
  });

  it('that names a file as the data folder exits 1 and says what to do', async () => {
    const file = join(parent, 'file');
    writeFileSync(file, '');
    for (const place of [file, join(file, 'below')])
      expect(problemIn(await leadledger(['definition', 'list', '--json', '--data', place]))).toMatchObject({
        code: 'SERVE.FOLDER_UNUSABLE',
        detail: expect.stringContaining('--data'),
      });
  });

  const pseudo = existsSync('/proc/self');
  if (!pseudo) console.warn('skipped: there is no /proc');
  (pseudo ? it : it.skip)('that names a data folder where there can be none exits 1 at once', async () => {
    for (const command of [
      ['serve', '--json'],
      ['definition', 'list', '--json'],
    ])
      expect(problemIn(await leadledger([...command, '--data', '/proc/leadledger/data']))).toMatchObject({
        code: 'SERVE.FOLDER_UNUSABLE',
        detail: expect.stringContaining('--data'),
      });
  });

  it('the last events are as many as asked for', async () => {
    const positions = async (...args: string[]) =>
      (await json('events', 'tail', ...args)).out
        .split('\n')
        .filter(Boolean)
        .map((line) => Number((JSON.parse(line) as { position: string }).position));
    const all = await positions('--after', '0');
    expect(await positions('--limit', '2')).toEqual(all.slice(-2));
    expect(await positions('--limit', '12')).toEqual(all.slice(-12));
    expect(await positions('--after', '3', '--limit', '2')).toEqual([4, 5]);
  });

  it('that names a lead that does not exist exits 1 with a problem that says so', async () => {
    const problem = problemIn(await json('owner', 'website:nobody', '--at', '2026-03-01T12:00:00Z'));
    expect(problem).toMatchObject({ status: 404 });
    expect(problem.detail).toContain('nobody');
  });

  it('that is no instant, or one in the future, exits 1 with a problem', async () => {
    expect(problemIn(await json('owners', '--at', 'yesterday')).status).toBe(400);
    expect(problemIn(await json('owners', '--at', '2999-01-01T00:00:00Z')).detail).toMatch(/future/i);
  });

  it('that names a closed port exits 1 and says what to do', async () => {
    const problem = problemIn(await leadledger(['owners', '--at', '2026-03-01T12:00:00Z', '--json', '--url', 'http://127.0.0.1:1025']));
    expect(problem).toMatchObject({ code: 'CLI.SERVER_UNREACHABLE', status: 503 });
    expect(problem.detail).toContain('leadledger serve');
  });

  it('leaves standard output to the answer: JSON and nothing else', async () => {
    const [owners, projections, definitions, blocks] = await Promise.all([
      json('owners', '--at', '2026-03-01T12:00:00Z'),
      json('projections', 'status'),
      leadledger(['--json', 'definition', 'list', '--data', folder]),
      json('events', 'completeness'),
    ]);
    for (const { code, out, err } of [owners, projections, definitions, blocks]) {
      expect([code, err]).toEqual([0, '']);
      for (const line of out.split('\n').filter(Boolean)) JSON.parse(line);
    }
    expect(owners.out).toBe('');
  });
});
