import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { organisationProjection } from '#libs/dispatch';
import { systemClock } from '#libs/platform';
import { publishLibrary, type Report, runGoldenTest, shippedDocument } from '#libs/reporting';
import { runningApi, type RunningTestApi } from '../../../../test/rigs/running-api.js';

const today = new Date().toISOString().slice(0, 10);
const question = { definition: 'assignments@1', from: today, to: today, by: 'owner' };

let api: RunningTestApi;
let leads: string[];
const folder = mkdtempSync(join(tmpdir(), 'leadledger-slice-'));

beforeAll(async () => {
  api = await runningApi([organisationProjection]);
  await publishLibrary({ log: api.log, clock: systemClock });
  await api.post('/v1/reps', { id: 'ana', name: 'Ana Albers' });
  leads = [];
  let token = '';
  for (let n = 0; n < 3; n++) {
    const contact = { name: 'Pia Petersen', phones: [`+49307770000${n}`] };
    const { body } = await api.post<{ leadId: string }>('/v1/inquiries', { source: 'web', channel: 'search', contact }, { role: 'app' });
    leads.push(body.leadId);
    const assign = { to: { kind: 'person', id: 'ana' }, reason: 'Pia asked for Ana' };
    token = (await api.post<{ token: string }>(`/v1/leads/${body.leadId}/assign`, assign)).body.token;
  }
  await api.get('/v1/reps', { headers: { 'wait-for': token } });
});
afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('R5.16 a golden history over HTTP', () => {
  it('is the slice behind a number: it gives the same number without a server, and nobody is known from it', async () => {
    const { body: report } = await api.post<Report>('/v1/reports/run', question);
    expect(report.total).toBe(3);
    const { status, body } = await api.post<{ history?: string }[]>('/v1/reports/golden-history', { ...question, name: 'slice' });
    expect([status, body[0]!.history]).toEqual([200, 'slice']);
    const text = body.map((line) => JSON.stringify(line)).join('\n');
    for (const known of [...leads, 'ana', 'Albers', 'Petersen', '7770000', 'Pia', 'sealed']) expect(text).not.toContain(known);
    const file = join(folder, 'slice.history.ndjson');
    writeFileSync(file, text);
    const { document } = shippedDocument('assignments@1');
    const { histories } = await runGoldenTest({ file: 'assignments.1.yaml', document, against: null, histories: [file], save: false });
    expect(histories[0]!.answers).toMatchObject([{ total: 3, rows: [{ owner: 'rep1', value: 3 }] }]);
  });

  it('has as many leads as were asked for, and is for those who publish definitions', async () => {
    const { body } = await api.post<{ type?: string }[]>('/v1/reports/golden-history', { ...question, name: 'slice', leads: 2 });
    expect(body.filter(({ type }) => type === 'lead.captured')).toHaveLength(2);
    expect((await api.post('/v1/reports/golden-history', { ...question, name: 'slice' }, { role: 'rep' })).status).toBe(403);
  });
});
