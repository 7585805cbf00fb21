import { readFileSync } from 'node:fs';
import { organisationProjection } from '#libs/dispatch';
import { leadCardProjection, ownershipProjection } from '#libs/leads';
import { type Problem } from '#libs/platform';
import { StreamHistory } from '#libs/testing';
import { runningApi, type RunningTestApi } from '../../../../test/rigs/running-api.js';

const sample = (level: string): string => readFileSync(new URL(`../../../../docs/how-to/${level}.policy.yaml`, import.meta.url), 'utf8');
const manual = sample('manual');

let api: RunningTestApi;
let token = '';
const command = async (path: string, body: object, role: 'manager' | 'rep' = 'manager') => {
  const answer = await api.post<Record<string, unknown>>(path, body, { role });
  token = typeof answer.body['token'] === 'string' ? answer.body['token'] : token;
  return answer;
};
const read = <T>(path: string) => api.get<T>(path, { headers: { 'wait-for': token } });

beforeAll(async () => {
  api = await runningApi([ownershipProjection, leadCardProjection, organisationProjection]);
});
afterAll(() => api.stop());

describe('policies over HTTP', () => {
  it('R2.6 with none at all everything works, and the list is empty', async () => {
    expect((await api.get<{ items: object[] }>('/v1/policies')).body.items).toEqual([]);
  });

  it('R2.16 a draft without answers is kept, and its activation refused, naming the questions and everybody who is not there', async () => {
    const half = manual.replace('outsideHours: assign-now', '# outsideHours:').replace('fairness: {', 'fairness: { ');
    const drafted = await command('/v1/policies', { document: half, reason: 'first try' });
    expect(drafted).toMatchObject({ status: 201, body: { kind: 'assignment', name: 'inbound', version: 1, changed: true } });
    const refused = await api.post<Problem>('/v1/policies/assignment/inbound/activate', { reason: 'go' });
    expect(refused).toMatchObject({ status: 422, body: { code: 'POLICY.UNANSWERED' } });
    expect(refused.body.detail).toContain('R2.2');
    await command('/v1/policies', { document: manual, reason: 'all answered' });
    const alone = await api.post<Problem>('/v1/policies/assignment/inbound/activate', { reason: 'go' }, { headers: { 'wait-for': token } });
    expect(alone.body.violations.map(({ code }) => code)).toEqual(['POLICY.UNKNOWN_NAME', 'POLICY.UNKNOWN_NAME', 'POLICY.UNKNOWN_NAME']);
  });

  it('R2.1 is checked as a whole: what is wrong with its form and whom it names in vain are told at once, each at its place', async () => {
    const wrong = manual.replace(/^reviewBy: .*$/m, 'reviewBy: soon').replace(/pool: [a-z-]+/, 'pool: nowhere');
    const at = (text: string): number => wrong.split('\n').findIndex((line) => line.includes(text)) + 1;
    const { body } = await api.post<{ problems: object[]; obstacles: object[]; activatable: boolean }>('/v1/policies/check', {
      document: wrong,
    });
    expect(body.activatable).toBe(false);
    expect(body.problems).toMatchObject([{ code: 'POLICY.SHAPE', line: at('soon') }]);
    expect(body.obstacles).toContainEqual(
      expect.objectContaining({ code: 'POLICY.UNKNOWN_NAME', line: at('nowhere'), message: expect.stringContaining('no pool nowhere') }),
    );
  });

  it('R2.7 goes from draft to active, is off with one command and on with another, and what was in force is answered at any instant', async () => {
    await organisation();
    const check = await api.post<{ activatable: boolean }>('/v1/policies/check', { document: manual }, { headers: { 'wait-for': token } });
    expect(check.body).toMatchObject({ problems: [], obstacles: [], activatable: true });
    await command('/v1/policies/assignment/inbound/test', { reason: 'try it' });
    await command('/v1/policies/assignment/inbound/activate', { reason: 'go' });
    const { body: active } = await read<{ version: number; status: string; changes: { at: string }[] }>('/v1/policies/assignment/inbound');
    expect(active).toMatchObject({ version: 2, status: 'active', owner: 'mia' });
    const since = active.changes.at(-1)!.at;
    const paused = await command('/v1/policies/assignment/inbound/pause', { reason: 'everybody overrides it' });
    expect(paused.body).toMatchObject({ version: 2, changed: true });
    expect((await command('/v1/policies/assignment/inbound/pause', { reason: 'again' })).body).toMatchObject({ changed: false });
    expect((await read('/v1/policies/assignment/inbound@2')).body).toMatchObject({ status: 'paused' });
    expect((await read(`/v1/policies/assignment/inbound@2?at=${since}`)).body).toMatchObject({ status: 'active' });
    expect((await read(`/v1/policies/assignment/inbound@2?knownAt=${since}`)).body).toMatchObject({ status: 'active' });
    await command('/v1/policies/assignment/inbound/resume', { reason: 'it was not the rule' });
    expect((await read<{ items: object[] }>('/v1/policies?kind=assignment')).body.items).toMatchObject([
      { version: 1, status: 'draft' },
      { version: 2, status: 'active' },
    ]);
  });

  it('R1.4 needs a right and a reason', async () => {
    expect(await api.post('/v1/policies/assignment/inbound/pause', { reason: 'I do not like it' }, { role: 'rep' })).toMatchObject({
      status: 403,
    });
    const silent = await api.post<Problem>('/v1/policies/assignment/inbound/pause', {});
    expect(silent).toMatchObject({ status: 422, body: { code: 'POLICY.REASON' } });
    expect(await api.get('/v1/policies', { role: 'rep' })).toMatchObject({ status: 200 });
  });

  it('what is not there is named, with the nearest', async () => {
    const missing = await api.get<Problem>('/v1/policies/assignment/inbond');
    expect(missing).toMatchObject({ status: 404, body: { code: 'POLICY.NOT_FOUND' } });
    expect(missing.body.detail).toContain('did you mean inbound?');
    expect((await api.post<Problem>('/v1/policies/assignment/inbound/activate', { reason: 'go', version: 9 })).body.code).toBe(
      'POLICY.NO_SUCH_VERSION',
    );
    const broken = await api.post<Problem>('/v1/policies', { document: manual.replace('kind: repeat', 'kind: repeated'), reason: 'x' });
    expect(broken.body.violations).toMatchObject([{ code: 'POLICY.UNKNOWN_VALUE', path: '13:11', detail: { nearest: 'repeat' } }]);
  });
});

/** A team with a manager, a calendar and two members. */
async function organisation(): Promise<void> {
  const berlin = {
    calendarId: 'berlin',
    version: 1,
    name: 'Berlin',
    zone: 'Europe/Berlin',
    weekly: [],
    exceptions: [],
    effectiveFrom: null,
  };
  await new StreamHistory('calendar-berlin')
    .add('calendar.published', { ...berlin, sources: [], document: '', documentHash: '', reason: 'first' })
    .appendTo(api.log);
  await new StreamHistory('team-inbound')
    .add('team.created', { teamId: 'inbound', name: 'Inbound', attributes: {} })
    .add('team.calendar-set', { calendar: 'berlin' })
    .add('team.manager-named', { person: 'mia' })
    .appendTo(api.log);
  await command('/v1/pools', { id: 'inbound-queue', name: 'Inbound queue', team: 'inbound' });
  for (const rep of ['ana', 'bo', 'mia']) await command('/v1/reps', { id: rep, name: rep });
  for (const rep of ['ana', 'bo']) await command(`/v1/reps/${rep}/teams`, { team: 'inbound' });
}
