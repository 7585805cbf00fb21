import { History, person, pool } from '../testing/history.features.js';
import { compiled, Reporter } from '../testing/reporter.features.js';

const noon = (date: string): string => `${date}T12:00:00Z`;
const followUp = (followUpId: string, direction: 'outbound' | 'inbound' = 'outbound') => ({
  type: 'lead.follow-up-recorded' as const,
  data: { followUpId, type: 'call', direction, outcome: null, automatic: false, by: 'Ana', sealedNote: null },
});
const given = (to: string) => ({
  type: 'lead.transferred' as const,
  data: { to: person(to), team: null, previous: pool('intake'), reason: null },
});
const daysOf = (term: string, zone = 'UTC') =>
  compiled(`definition: d\ntitle: T\nzone: ${zone}\nentity: ownership_day\nterms: { t: ${term} }\nmeasure: count\n`);

describe('ownership days', () => {
  const history = new History();
  history.inquiry('a', { first: true, holder: person('Ana') }, { knownAt: noon('2026-03-01') });
  history.add('lead-a', followUp('f1'), { knownAt: noon('2026-03-02') });
  history.add('lead-a', given('Bo'), { knownAt: noon('2026-03-05') });
  history.add('lead-a', given('Cy'), { knownAt: '2026-03-05T22:30:00Z' });
  history.add('lead-a', followUp('f2', 'inbound'), { knownAt: noon('2026-03-06') });
  history.add('lead-a', { type: 'lead.lost', data: { reason: null } }, { knownAt: noon('2026-03-08') });
  let reporter: Reporter;
  beforeAll(async () => (reporter = await Reporter.over(history)));
  afterAll(() => reporter.close());
  const march = { from: '2026-02-01', to: '2026-03-31' };
  const rows = async (term: string, by: string[], zone?: string, extra: object = {}): Promise<unknown[]> =>
    (await reporter.run(daysOf(term, zone), { ...march, by, ...extra })).rows.map((row) => [...by.map((name) => row[name]), row['count']]);

  it('R1.12 days without contact, each with the owner of that day; none before the capture, none after the last thing known', async () => {
    expect(await rows('true', ['owner'])).toEqual([
      ['Ana', 4],
      ['Cy', 4],
    ]);
    expect(await rows('quiet >= days(2)', ['owner', 'day'])).toEqual([
      ['Ana', '2026-03-04', 1],
      ...['05', '06', '07', '08'].map((day) => ['Cy', `2026-03-${day}`, 1]),
    ]);
  });

  it('a day ends in the zone of the definition: who had it at 22:30 UTC is the owner of the next day in Berlin', async () => {
    expect(await rows('true', ['owner'], 'Europe/Berlin')).toEqual([
      ['Ana', 4],
      ['Cy', 4],
    ]);
    expect(await rows('owner == "Bo"', ['day'], 'Asia/Tokyo')).toEqual([['2026-03-05', 1]]);
  });

  it('says whether the lead was live, and goes on to the instant of knowing that is asked for', async () => {
    expect(await rows('live == false', ['day'])).toEqual([['2026-03-08', 1]]);
    expect(await rows('true', ['owner'], 'UTC', { knownAt: '2026-03-07T00:00:00Z' })).toEqual([
      ['Ana', 4],
      ['Cy', 3],
    ]);
  });

  it('refuses more days than fit', async () => {
    await expect(reporter.run(daysOf('true'), { from: '2020-01-01', to: '2026-03-31' })).rejects.toMatchObject({
      status: 422,
      message: expect.stringMatching(/at most 400 days/) as string,
    });
  });
});
