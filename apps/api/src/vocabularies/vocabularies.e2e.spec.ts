import { organisationProjection } from '#libs/dispatch';
import { type BatchAnswer } from '#libs/history';
import { leadCardProjection, ownershipProjection } from '#libs/leads';
import { type Problem } from '#libs/platform';
import { runningApi, type RunningTestApi } from '../../../../test/rigs/running-api.js';

const states = `vocabulary: us_states
title: States of the USA
attributes: [state]
codes:
  CA: { label: California, aliases: [Calif, Cali, Ca.] }
  DC: { label: District of Columbia, to: 2026-01-31 }
  NY: New York
`;
const sources = 'vocabulary: sources\ntitle: Sources\nfields: [source]\ncodes:\n  web: Our site\n  desk: The desk\n';

let api: RunningTestApi;
let token = '';
async function command<T = Record<string, unknown>>(path: string, body: object, role?: 'app' | 'rep') {
  const answer = await api.post<T & { token?: string }>(path, body, {
    ...(role && { role }),
    ...(token && { headers: { 'wait-for': token } }),
  });
  token = answer.body.token ?? token;
  return answer;
}
const read = <T>(path: string) => api.get<T>(path, { headers: { 'wait-for': token } });
const violations = ({ body }: { body: unknown }) => (body as Problem).violations.map(({ code, path }) => [code, path]);

beforeAll(async () => {
  api = await runningApi([ownershipProjection, leadCardProjection, organisationProjection]);
});
afterAll(() => api.stop());

describe('vocabularies over HTTP', () => {
  it('are published in versions with a reason, listed and shown as known then', async () => {
    expect(violations(await command('/v1/vocabularies', { document: states }))).toEqual([['VOCABULARY.REASON', 'reason']]);
    expect((await command('/v1/vocabularies', { document: states, reason: 'one name each' })).body).toMatchObject({
      name: 'us_states',
      version: 1,
      changed: true,
    });
    await command('/v1/vocabularies', { document: sources, reason: 'where leads come from' });
    const checked = await api.post<{ problems: object[] }>('/v1/vocabularies/check', {
      document: states.replace('NY: New York', 'NY: { aliases: [Calif] }'),
    });
    expect(checked.body.problems).toMatchObject([{ line: 7, column: expect.any(Number) }]);
    const bound = await command('/v1/vocabularies', { document: states.replace('us_states', 'regions'), reason: 'again' });
    expect(violations(bound)).toEqual([['VOCABULARY.BOUND', 'attributes']]);
    const listed = await read<{ items: object[] }>('/v1/vocabularies');
    expect(listed.body.items).toMatchObject([
      { name: 'sources', version: 1, fields: ['source'] },
      { name: 'us_states', version: 1, attributes: ['state'], inForce: true },
    ]);
    expect((await read('/v1/vocabularies/us_state')).body).toMatchObject({
      code: 'VOCABULARY.NOT_FOUND',
      detail: expect.stringContaining('us_states'),
    });
    expect((await api.post('/v1/vocabularies', { document: states, reason: 'x' }, { role: 'rep' })).status).toBe(403);
  });

  it('R3.28 R3.3 a person is refused with everything and the nearest; what an app brings is kept with findings', async () => {
    const inquiry = { source: 'webb', channel: 'search', attributes: { state: 'Kalifornia' } };
    const refused = await command<Problem>('/v1/inquiries', inquiry);
    expect([refused.status, violations(refused)]).toEqual([
      422,
      [
        ['VOCABULARY.UNKNOWN_VALUE', 'source'],
        ['VOCABULARY.UNKNOWN_VALUE', 'attributes.state'],
      ],
    ]);
    expect(refused.body.violations[1]).toMatchObject({ message: expect.stringContaining('did you mean California?') });
    const kept = await command<{ leadId: string; findings: { code: string }[] }>('/v1/inquiries', inquiry, 'app');
    expect([kept.status, kept.body.findings.map(({ code }) => code)]).toEqual([
      201,
      ['VOCABULARY.UNKNOWN_VALUE', 'VOCABULARY.UNKNOWN_VALUE'],
    ]);
    const lead = `/v1/leads/${kept.body.leadId}`;
    expect((await read(lead)).body).toMatchObject({ attributes: { state: 'Kalifornia' } });
    expect(violations(await command(`${lead}/attributes`, { attributes: { state: 'DC' } }))).toEqual([
      ['VOCABULARY.RETIRED_VALUE', 'attributes.state'],
    ]);
    expect((await command(`${lead}/attributes`, { attributes: { state: ' calif ', note: 'x' } })).status).toBeLessThan(300);
  });

  it('R3.28 a row with a value that is not known is rejected on import, and comes in once an alias is added', async () => {
    await api.post('/v1/imports', { mapping: 'old-crm', mappingHash: 'h1', files: [] });
    const fact = (key: string, state: string, day: string) => ({
      rowKey: key,
      rowHash: key,
      occurredAt: { precision: 'day', value: day, zone: 'UTC' },
      knownAt: null,
      action: { do: 'capture-inquiry', source: 'desk', channel: 'phone', attributes: { state } },
    });
    const cases = [
      ['1', 'Kalifornia', '2026-01-10'],
      ['2', 'DC', '2026-01-10'],
      ['3', 'DC', '2026-03-10'],
    ].map(([key = '', state = '', day = '']) => ({
      leadKey: { source: 'crm', id: key },
      rows: [{ key, hash: key, file: 'leads.csv', row: Number(key), line: Number(key) + 1 }],
      facts: [fact(key, state, day)],
    }));
    const send = () => api.post<BatchAnswer>('/v1/imports/old-crm-1/cases', { cases }, { headers: { 'wait-for': token } });
    expect((await send()).body).toMatchObject({ accepted: 2, rejects: [{ code: 'VOCABULARY.UNKNOWN_VALUE', row: 1 }] });
    await command('/v1/vocabularies/us_states/aliases', { code: 'CA', aliases: ['Kalifornia'], reason: 'the German form' });
    expect((await send()).body).toMatchObject({ accepted: 3, rejects: [] });
    const retired = await command('/v1/vocabularies/us_states/retire', { code: 'NY', to: '2026-02-31', reason: 'sold' });
    expect(violations(retired).map(([code]) => code)).toEqual(['VOCABULARY.SHAPE']);
    expect((await command('/v1/vocabularies/us_states/retire', { code: 'NY', to: '2026-02-28', reason: 'sold' })).body).toMatchObject({
      version: 3,
    });
    expect((await read('/v1/vocabularies/us_states@2')).body).toMatchObject({ version: 2, inForce: false, values: 3 });
  });
});
