import { type LedgerEvent } from '#libs/contracts';
import { History, person, pool } from '../testing/history.features.js';
import { shippedDefinitions } from '../definitions/shipped-definitions.js';
import { type Figure } from '../run/figure.js';
import { compiled, Reporter } from '../testing/reporter.features.js';

const at = (day: string, time = '10:00'): { readonly knownAt: string } => ({ knownAt: `2026-${day}T${time}:00Z` });
const period = { from: '2026-03-01', to: '2026-03-31' };

const assigned = (to: string): LedgerEvent => ({
  type: 'lead.assigned',
  data: { to: person(to), team: null, previous: pool('intake'), reason: null },
});
const recycled = (from: string): LedgerEvent => ({
  type: 'lead.recycled',
  data: { to: pool('north'), team: null, previous: person(from), reason: null, rule: null, dueAt: null, lastFollowUp: null } as never,
});
let followUps = 0;
const contact = (direction: 'outbound' | 'inbound', by: string | null, automatic = false): LedgerEvent => ({
  type: 'lead.follow-up-recorded',
  data: { followUpId: `f${++followUps}`, type: 'call', direction, outcome: null, automatic, by, sealedNote: null },
});
const won: LedgerEvent = { type: 'lead.won', data: { value: { amount: '100', currency: 'EUR' }, reason: null } };

describe('the library of definitions', () => {
  let reporter: Reporter;
  beforeAll(async () => {
    const history = new History();
    // a: a machine answers at once, Ana after 40 minutes; the person writes back; won by Bo after a recycling.
    history.inquiry('a', { first: true, valid: true, source: 'site' }, at('03-02'));
    history.add('lead-a', contact('outbound', null, true), at('03-02', '10:01'));
    history.add('lead-a', assigned('ana'), at('03-02', '10:10'));
    history.add('lead-a', contact('outbound', 'ana'), at('03-02', '10:40'));
    history.add('lead-a', contact('inbound', 'ana'), at('03-02', '11:00'));
    history.add('lead-a', recycled('ana'), at('03-12'));
    history.add('lead-a', assigned('bo'), at('03-13'));
    history.add('lead-a', won, at('03-20'));
    // b: called after two hours, never heard from, open; c: nobody ever, of unknown source; d: won without anything on record.
    history.inquiry('b', { first: true, valid: true, source: 'site' }, at('03-03'));
    history.add('lead-b', assigned('ana'), at('03-03', '11:00'));
    history.add('lead-b', contact('outbound', 'ana'), at('03-03', '12:00'));
    history.inquiry('c', { first: true, valid: false, source: 'unknown' }, at('03-04'));
    history.inquiry('d', { first: true, source: 'site' }, at('03-05'));
    history.add('lead-d', { type: 'lead.won', data: { value: null, reason: null } }, at('03-06'));
    reporter = await Reporter.over(history);
  });
  afterAll(() => reporter.close());

  const total = async (reference: string, of = period): Promise<unknown> => {
    const { total: value, totalExact } = await reporter.run(reference, of);
    return totalExact ?? value;
  };
  const share = (numerator: number, denominator: number) => ({ numerator: String(numerator), denominator: String(denominator) });

  it('R2.17 speed to lead: only people answer, and the wait and the human delay are told apart', async () => {
    expect(await total('speed_to_lead@1')).toEqual(share(1, 4));
    const { rows } = await reporter.run('speed_to_lead@2', { ...period, by: ['lead_id'] });
    expect(rows.find((row) => row['lead_id'] === 'a')).toMatchObject({
      value: 2 / 3,
      measures: { waiting: { value: 1 / 6 }, human_delay: { value: 0.5 } },
    });
    expect(rows.find((row) => row['lead_id'] === 'c')).toMatchObject({ value: null, count: 0 });
  });

  it('contact and recycling: two-way contact, the share recycled, and what came of it', async () => {
    expect(await total('contact_rate@2')).toEqual(share(1, 4));
    expect(await total('recycle_rate@1')).toEqual(share(1, 2));
    expect(await total('recycle_yield@2')).toEqual(share(1, 1));
  });

  it('R3.16 completeness counts what is valid, the fill rate what is not empty, each as of the day asked for', async () => {
    expect(await total('data_completeness@2')).toEqual(share(1, 2));
    expect(await total('data_completeness@1')).toEqual(share(1, 2));
    expect(await total('data_completeness@2', { from: '2026-03-02', to: '2026-03-02' })).toEqual(share(1, 1));
  });

  it('R3.22 a deal that was won without anything on record is listed', async () => {
    const { rows } = await reporter.run('won_without_record@1', { ...period, by: ['lead_id'] });
    expect(rows).toEqual([{ lead_id: 'd', value: 1, count: 1 }]);
  });

  it('R1.12 days without contact are counted for who had the lead on each of them', async () => {
    const { rows } = await reporter.run('days_without_contact@1', { from: '2026-04-01', to: '2026-04-05' });
    // Known up to 20 March only: no day after that is made up.
    expect(rows).toEqual([]);
  });

  it('R3.17 pipeline velocity is money a day and a currency, and cycle time is the days from New to Won', async () => {
    const history = new History();
    const closed = (lead: string, opened: string, ending: LedgerEvent, on: string): void => {
      history.inquiry(lead, { first: true }, at(opened));
      history.add(`lead-${lead}`, ending, at(on));
    };
    const wonFor = (amount: string, currency: string): LedgerEvent => ({
      type: 'lead.won',
      data: { value: { amount, currency }, reason: null },
    });
    const lost: LedgerEvent = { type: 'lead.lost', data: { reason: null } };
    // Closed in February: not of March. Won after 40 and 60 days, so 50 on average; 6 lost: a win rate of 1/4. 40 stay open.
    closed('old', '01-05', wonFor('999', 'EUR'), '02-10');
    closed('w1', '01-30', wonFor('12000', 'EUR'), '03-11');
    closed('w2', '01-19', wonFor('12000', 'EUR'), '03-20');
    for (let n = 0; n < 6; n++) closed(`x${n}`, '02-01', lost, '03-15');
    for (let n = 0; n < 40; n++) history.inquiry(`o${n}`, { first: true }, at('03-01'));
    const march = await Reporter.over(history);
    const velocity = await march.run('pipeline_velocity@3', period);
    expect(velocity).toMatchObject({ total: 2_400, totalExact: share(2_400, 1), unit: 'money per day' });
    expect(velocity.rows).toEqual([
      {
        currency: 'EUR',
        value: 2_400,
        exact: share(2_400, 1),
        count: 48,
        measures: {
          open: { value: 40, count: 40 },
          win_rate: { value: 0.25, exact: share(2, 8), count: 8 },
          value: { value: 24_000, exact: share(24_000, 1), count: 2 },
          valued_wins: { value: 2, count: 2 },
          cycle: { value: 50, exact: share(50, 1), count: 2 },
        },
      },
    ]);
    expect((await march.run('cycle_time@3', period)).totalExact).toEqual(share(50, 1));
    // A third win after 50 days, in dollars: 3 of 9, and each currency with its share of the three wins. No total over two currencies.
    closed('w3', '01-20', wonFor('9000', 'USD'), '03-11');
    const both = await march.run('pipeline_velocity@3', period);
    expect(both.total).toBeNull();
    // 40 × 3/9 × 24,000/3 / 50 and 40 × 3/9 × 9,000/3 / 50.
    expect(both.totals!.map((row) => [row['currency'], row['exact']])).toEqual([
      ['EUR', share(6_400, 3)],
      ['USD', share(800, 1)],
    ]);
    // February: the pipeline as it stood then; nothing was lost, and w1, w2 and w3 were open beside the six.
    const february = await march.run('pipeline_velocity@3', { from: '2026-02-01', to: '2026-02-28' });
    expect(february.rows[0]).toMatchObject({
      currency: 'EUR',
      exact: share(999, 4),
      measures: { open: { value: 9 }, cycle: { value: 36 } },
    });
    // A month without a win has no velocity and says why: it is not 0.
    const none = await march.run('pipeline_velocity@3', { from: '2026-04-01', to: '2026-04-30' });
    expect([none.total, none.rows]).toMatchObject([
      null,
      [{ currency: null, value: null, because: 'win_rate and value and cycle have no value' }],
    ]);
    march.close();
  });

  it('R5.9 people are counted as believed then or as known now, and an un-merge restores them', async () => {
    const history = new History();
    const merge = (type: 'merged' | 'unmerged', day: string): void => {
      const reason = 'the same phone';
      if (type === 'merged') history.add('person-p2', { type: 'person.merged', data: { personId: 'p2', into: 'p1', reason } }, at(day));
      else history.add('person-p2', { type: 'person.unmerged', data: { personId: 'p2', from: 'p1', reason } }, at(day));
    };
    history.inquiry('a', { first: true, person: 'p1' }, at('03-02'));
    history.inquiry('b', { first: true, person: 'p2' }, at('03-03'));
    merge('merged', '03-04');
    history.inquiry('c', { first: true, person: 'p2' }, at('03-05'));
    const people = await Reporter.over(history);
    const counted = async (more: object = {}): Promise<unknown> => [
      (await people.run('new_people@1', { ...period, ...more })).total,
      (await people.run('new_people@2', { ...period, ...more })).total,
    ];
    // Then: p1 (a), p2 (b), and c of p2, who was taken for p1. Now: p1 alone.
    expect(await counted()).toEqual([2, 1]);
    expect(await counted({ knownAt: '2026-03-03T12:00:00Z' })).toEqual([2, 2]);
    merge('unmerged', '03-06');
    history.inquiry('d', { first: true, person: 'p2' }, at('03-07'));
    expect(await counted()).toEqual([2, 2]);
    const { rows } = await people.run('new_people@2', { ...period, by: ['person', 'person_then', 'person_now'] });
    expect(rows.map((row) => [row['person'], row['person_then'], row['person_now']])).toEqual([
      ['p1', 'p1', 'p1'],
      ['p2', 'p2', 'p2'],
    ]);
    expect(await counted({ position: 4 })).toEqual([2, 1]);
    people.close();
  });

  it('R2.5 fairness is told as the accounts of dispatch tell it: ten valid leads beside ten of spam are fair by count alone', async () => {
    const history = new History();
    let nth = 0;
    const given = (to: string, compared: readonly string[], value: number | null, mode: 'live' | 'shadow' = 'live'): string => {
      const leadId = `t${++nth}`;
      history.inquiry(leadId, { first: true }, at('03-02'));
      const candidates = ['ana', 'bo', 'cy'].map((rep) => ({
        rep,
        excluded: compared.includes(rep) ? null : { because: 'absent' },
        compared: null,
      }));
      const data = {
        decisionId: `d${nth}`,
        leadId,
        inquiryId: null,
        mode,
        policy: { name: 'social', version: 1 },
        team: 'north',
        decidedAt: { position: nth, at: '2026-03-02T10:00:00.000Z' },
        leadRevision: 0,
        rule: { kind: 'entry', name: 'all', strategy: 'weighted' },
        candidates,
        comparison: null,
        chosen: person(to),
        fallbacks: [],
        alert: null,
        seed: null,
        heldUntil: null,
        returns: null,
        fairness: { rep: to, turns: 1, weight: 1, value },
      };
      history.add('dispatch-north', { type: 'assignment.decided', data } as never, at('03-02'));
      return leadId;
    };
    for (let n = 0; n < 10; n++) {
      // In floating point, ten times 0.1 is less than 1.
      given('ana', ['ana', 'bo'], 0.1);
      const spam = given('bo', ['ana', 'bo'], 900);
      history.add(`lead-${spam}`, { type: 'lead.marked-invalid', data: { reason: 'spam' } }, at('03-03'));
    }
    given('cy', ['cy'], 900, 'shadow');
    const fair = await Reporter.over(history);
    const deviations = async (version: number): Promise<unknown> =>
      (await fair.run(`fairness_deviation@${version}`, period)).rows.map((row) => [row['rep_id'], row['value'], row['count']]);
    expect(await deviations(1)).toEqual([
      ['ana', 0, 20],
      ['bo', 0, 20],
    ]);
    expect(await deviations(2)).toEqual([
      ['ana', 5, 20],
      ['bo', -5, 20],
    ]);
    const byEach = async (): Promise<unknown> =>
      (await fair.run('fairness_deviation@3', period)).rows.map((row) => {
        const { by_number, by_value, worth, without_worth } = row['measures'] as Record<string, Figure>;
        return [row['rep_id'], row['value'], by_number!.value, by_value!.exact, worth!.value, without_worth!.value];
      });
    expect(await byEach()).toEqual([
      ['ana', 5, 0, { numerator: '1', denominator: '2' }, 1, 0],
      ['bo', -5, 0, { numerator: '-1', denominator: '2' }, 0, 0],
    ]);
    // What a policy does not say the worth of adds nothing, and is told.
    given('bo', ['ana', 'bo'], null);
    expect(await byEach()).toEqual([
      ['ana', 4.5, -0.5, { numerator: '1', denominator: '2' }, 1, 0],
      ['bo', -4.5, 0.5, { numerator: '-1', denominator: '2' }, 0, 1],
    ]);
    fair.close();
  });

  it('R5.4 what moves told numbers is counted: follow-ups that were recorded late', async () => {
    const history = new History();
    history.inquiry('a', { first: true }, at('03-01'));
    for (const days of [0, 1, 2, 9]) {
      const made = '2026-03-02T10:00:00Z';
      history.add('lead-a', contact('outbound', 'ana'), { occurredAt: made, ...at(`03-${String(2 + days).padStart(2, '0')}`) });
    }
    const late = await Reporter.over(history);
    // More than a day: 2 and 9 days of 4. More than a week: 9 days. In the middle: a day and a half.
    expect((await late.run('recorded_late@1', period)).totalExact).toEqual(share(2, 4));
    const { totalExact, rows } = await late.run('recorded_late@2', period);
    expect([totalExact, (rows[0]!['measures'] as Record<string, { value: number }>)['median_delay']!.value]).toEqual([share(1, 4), 36]);
    late.close();
  });

  it('R3.20 counts of activity are flagged as easy to raise, wherever they are asked', async () => {
    for (const { name, version, document } of shippedDefinitions())
      if (/^entity: follow_up$/m.test(document) && /^measure: count$/m.test(document))
        expect([name, version, (await reporter.run(`${name}@${version}`, period)).gameable]).toEqual([name, version, true]);
    const own = (more: string): boolean =>
      compiled(`definition: calls\ntitle: Calls\nentity: follow_up\nmeasure: count\n${more}`).definition.gameable;
    expect([own(''), own('gameable: false\n'), own('gameable: true\n')]).toEqual([true, true, true]);
    for (const reference of ['pipeline_velocity@3', 'win_rate@2', 'stage_stay@2', 'data_completeness@2'])
      expect([reference, (await reporter.run(reference, period)).gameable]).toEqual([reference, false]);
  });

  it('a cohort is asked for what was reached within its time', async () => {
    expect(await total('cohort_conversion@1')).toEqual(share(2, 4));
    expect(await total('cohort_conversion@3')).toEqual(share(2, 4));
  });
});
