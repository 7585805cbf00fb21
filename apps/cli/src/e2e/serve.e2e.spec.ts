import { jest } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch, leadledger, processesOn, serve } from './cli-process.fixture.js';

// Whole systems start and stop here, on machines that may be busy.
jest.setTimeout(600_000);

describe('leadledger serve', () => {
  const parent = mkdtempSync(join(tmpdir(), 'leadledger-serve-'));
  const folder = join(parent, 'data');
  let token = '';
  const authorized = () => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });

  afterAll(async () => {
    for (const pid of processesOn(parent)) process.kill(pid, 'SIGKILL');
    while (processesOn(parent).length > 0) await sleep(50);
    rmSync(parent, { recursive: true, force: true });
  });

  async function capture(url: string, externalId: string): Promise<{ leadId: string }> {
    const body = { source: 'website', channel: 'direct', externalId, contact: { emails: [`${externalId}@example.com`] } };
    const response = await fetch(`${url}/v1/inquiries`, {
      method: 'POST',
      headers: { ...authorized(), 'idempotency-key': externalId },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(201);
    return (await response.json()) as { leadId: string };
  }

  const holderOf = async (lead: string) => {
    const answer = await leadledger(['owner', lead, '--at', new Date().toISOString(), '--json', '--data', folder]);
    return answer.code === 0 ? (JSON.parse(answer.out) as { lead: string; holder: string; holderId: string }) : answer;
  };

  it('shows the first administrator how to sign in, once, and keeps everything through kill -9 and a new start', async () => {
    const first = await serve(folder);
    token = first.token!;
    expect(token).toMatch(/^eyJ/);
    const before = await capture(first.url, 'before-the-kill');

    first.child.kill('SIGKILL');
    await first.ended;
    expect(existsSync(join(folder, 'run/server.json'))).toBe(true);

    const second = await serve(folder);
    expect(second.token).toBeUndefined();
    const after = await capture(second.url, 'after-the-kill');
    for (const { leadId } of [before, after])
      expect(await holderOf(leadId)).toMatchObject({ lead: leadId, holder: 'pool', holderId: 'intake' });
    expect(await capture(second.url, 'before-the-kill')).toEqual(before);

    const refused = await leadledger(['serve', '--data', folder]);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(second.url);

    second.child.kill('SIGINT');
    const stopped = await second.ended;
    expect(stopped.code).toBe(0);
    expect(processesOn(parent)).toEqual([]);
    expect(existsSync(join(folder, 'run/server.json'))).toBe(false);

    // Without a server, a command starts one for itself, and stops it.
    expect(await holderOf(after.leadId)).toMatchObject({ lead: after.leadId, holder: 'pool' });
    expect(processesOn(parent)).toEqual([]);
  });

  it('a command that is ended while its server still starts leaves nothing running', async () => {
    const { child, ended } = launch(['definition', 'list', '--json', '--data', folder]);
    while (processesOn(parent).length < 2) await sleep(20);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 130, out: '' });
    expect(processesOn(parent)).toEqual([]);
  });

  it('two commands at once, each without a server, are both answered', async () => {
    const first = leadledger(['definition', 'list', '--json', '--data', folder]);
    while (!existsSync(join(folder, 'run/server.json'))) await sleep(5);
    const second = leadledger(['projections', 'verify', '--json', '--data', folder]);
    expect((await first).code).toBe(0);
    expect(await second).toMatchObject({ code: 0, err: '' });
    expect(processesOn(parent)).toEqual([]);
  });

  it('a command that is given while a server starts is answered by that server', async () => {
    const starting = serve(folder);
    while (!existsSync(join(folder, 'run/serve.lock'))) await sleep(20);
    expect(await leadledger(['definition', 'list', '--json', '--data', folder])).toMatchObject({ code: 0, err: '' });
    const { child, ended } = await starting;
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
  });
});
