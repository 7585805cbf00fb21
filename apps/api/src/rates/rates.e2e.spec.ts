import { type Problem } from '#libs/platform';
import { runningApi, type RunningTestApi } from '../../../../test/rigs/running-api.js';

const rates = (usd: string): string =>
  `rates: ecb\ntitle: Reference rates\nto: EUR\nholds: 7d\ncurrencies:\n  USD: { 2026-03-02: ${usd} }\n`;

describe('exchange rates over HTTP', () => {
  let api: RunningTestApi;
  let token = '';
  beforeAll(async () => {
    api = await runningApi([]);
  });
  afterAll(() => api.stop());
  const publish = async (document: string, reason?: string) => {
    const answer = await api.post<{ token?: string; version?: number; changed?: boolean }>('/v1/rates', { document, reason });
    token = answer.body.token ?? token;
    return answer.body;
  };
  const read = async (path: string): Promise<unknown> => (await api.get(path, { headers: { 'wait-for': token } })).body;

  it('R6.8 are published in versions with a reason, checked, listed and shown as known then', async () => {
    expect(((await publish(rates('0.9'))) as unknown as Problem).violations).toMatchObject([{ code: 'RATES.REASON' }]);
    expect(await publish(rates('0.9'), 'March')).toMatchObject({ name: 'ecb', version: 1, changed: true });
    expect(await publish(rates('0.9'), 'March again')).toMatchObject({ version: 1, changed: false });
    expect(await publish(rates('0.91'), 'a typing error')).toMatchObject({ version: 2, changed: true });
    expect(await read('/v1/rates')).toMatchObject({
      items: [
        { name: 'ecb', version: 1, to: 'EUR', currencies: ['USD'], from: '2026-03-02', holdsDays: 7 },
        { name: 'ecb', version: 2, reason: 'a typing error' },
      ],
    });
    expect(await read('/v1/rates/ecb')).toMatchObject({ version: 2, rates: [{ currency: 'USD', from: '2026-03-02', rate: '0.91' }] });
    expect(await read('/v1/rates/ecb@1')).toMatchObject({ document: rates('0.9') });
    expect(await read('/v1/rates/ebc')).toMatchObject({
      code: 'RATES.NOT_FOUND',
      detail: expect.stringContaining('did you mean ecb') as string,
    });
    const checked = await api.post<{ problems: object[] }>('/v1/rates/check', { document: rates('-1') });
    expect(checked.body.problems).toMatchObject([{ code: 'RATES.RATE', line: 6 }]);
    expect((await api.post('/v1/rates', { document: rates('0.9'), reason: 'x' }, { role: 'rep' })).status).toBe(403);
  });
});
