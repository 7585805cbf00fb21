import { noVocabularies } from '#libs/governance';
import { History } from '../testing/history.features.js';
import { compiled, Reporter } from '../testing/reporter.features.js';
import { libraryOf } from '../testing/vocabularies.features.js';

const at = (day: string): { readonly knownAt: string } => ({ knownAt: `2026-${day}T10:00:00Z` });
const year = { from: '2026-01-01', to: '2026-12-31' };
const share = (numerator: number, denominator: number) => ({ numerator: String(numerator), denominator: String(denominator) });

describe('data completeness as a trend', () => {
  const history = new History();
  // January: a complete, b without a valid contact point. February: a third, whose source nobody knows; b is closed. In March its state comes to light.
  history.inquiry('a', { first: true, valid: true, attributes: { state: 'CA' } }, at('01-10'));
  history.inquiry('b', { first: true, valid: false }, at('01-20'));
  history.inquiry('c', { first: true, valid: true, source: 'unknown' }, at('02-10'));
  history.add('lead-b', { type: 'lead.lost', data: { reason: null } }, at('02-20'));
  history.add('lead-c', { type: 'lead.attributes-changed', data: { attributes: { state: 'California' } } }, at('03-15'));
  let reporter: Reporter;
  beforeAll(async () => (reporter = await Reporter.over(history)));
  afterAll(() => reporter.close());
  const months = async (of: Parameters<Reporter['run']>[0], request: object = {}): Promise<unknown[]> =>
    (await reporter.run(of, { ...year, ...request })).rows.map((row) => [row['month'], row['exact']]);

  it('R3.16 is the share with valid values at the end of each month, in one report; the last month as far as anything is known', async () => {
    expect(await months('data_completeness_trend@2')).toEqual([
      ['2026-01', share(1, 2)],
      ['2026-02', share(1, 2)],
      ['2026-03', share(1, 2)],
    ]);
    expect(await months('data_completeness_trend@1')).toEqual([
      ['2026-01', share(2, 2)],
      ['2026-02', share(1, 2)],
      ['2026-03', share(1, 2)],
    ]);
    const fields = (await reporter.run('data_completeness_trend@2', year)).rows.map((row) =>
      Object.values(row['measures'] as Record<string, { exact: unknown }>).map(({ exact }) => exact),
    );
    expect(fields[1]).toEqual([share(2, 2), share(1, 2), share(2, 2)]);
  });

  it('R3.16 what nobody said is recorded as unknown: neither filled nor valid, as a source and as a channel', async () => {
    const blanks = new History();
    blanks.inquiry('a', { first: true, valid: true }, at('01-10'));
    blanks.inquiry('b', { first: true, valid: true, source: 'unknown' }, at('01-11'));
    blanks.inquiry('c', { first: true, valid: true, channel: 'unknown' }, at('01-12'));
    const asked = await Reporter.over(blanks);
    const all = { contact: share(3, 3), source: share(2, 3), channel: share(2, 3) };
    const january = { from: '2026-01-01', to: '2026-01-12' };
    for (const definition of ['data_completeness@1', 'data_completeness@2', 'data_completeness_trend@1', 'data_completeness_trend@2']) {
      const { rows } = await asked.run(definition, january);
      const fields = Object.entries(rows[0]!['measures'] as Record<string, { exact: unknown }>).map(([name, { exact }]) => [name, exact]);
      expect([definition, rows[0]!['exact'], Object.fromEntries(fields)]).toEqual([definition, share(1, 3), all]);
    }
    asked.close();
  });

  it('R3.16 says of each month what data_completeness says as of its last day', async () => {
    for (const version of [1, 2])
      for (const [month, exact] of (await months(`data_completeness_trend@${version}`)) as [string, unknown][]) {
        const day = { '2026-01': '2026-01-31', '2026-02': '2026-02-28', '2026-03': '2026-03-15' }[month]!;
        expect([month, (await reporter.run(`data_completeness@${version}`, { from: day, to: day })).totalExact]).toEqual([month, exact]);
      }
  });

  it('R3.16 R3.1 attributes are those of the month: what is filled in March mends no month before it', async () => {
    const states = libraryOf('vocabulary: states\ntitle: States\nattributes: [state]\ncodes:\n  CA: { label: California }\n');
    const own = (library = noVocabularies) =>
      compiled(
        `definition: states
title: Leads with a valid state
entity: lead_month
measure: { ratio: { of: 'valid(attributes.state, "states")' } }
by: [month]
`,
        1,
        library,
      );
    const asked = await Reporter.over(history, undefined, states);
    const { rows } = await asked.run(own(states), year);
    expect(rows.map((row) => [row['month'], row['exact']])).toEqual([
      ['2026-01', share(1, 2)],
      ['2026-02', share(1, 2)],
      ['2026-03', share(2, 2)],
    ]);
    asked.close();
  });

  it('R3.16 a month that the period cuts ends with the period, and so much as would fill a machine is refused', async () => {
    expect(await months('data_completeness_trend@2', { from: '2026-01-05', to: '2026-02-12' })).toEqual([
      ['2026-01', share(1, 2)],
      ['2026-02', share(1, 3)],
    ]);
    await expect(reporter.run('data_completeness_trend@2', { from: '1990-01-01', to: '2026-03-31' })).rejects.toMatchObject({
      status: 422,
      message: expect.stringMatching(/a row for each lead and month: ask for at most 3660 days/) as string,
    });
  });
});
