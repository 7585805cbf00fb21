import { day, History, person } from '../testing/history.features.js';
import { ownerOnTwoClocks } from '../testing/worked-story.features.js';
import { compiled, Reporter } from '../testing/reporter.features.js';
import { streamMembers } from './stream-members.js';
import { shipped } from '../testing/reporter.features.js';

const year = { from: '2026-01-01', to: '2026-12-31' };
const reporters: Reporter[] = [];
const over = async (history: History): Promise<Reporter> => {
  const reporter = await Reporter.over(history);
  reporters.push(reporter);
  return reporter;
};
afterEach(() => reporters.splice(0).forEach((reporter) => reporter.close()));

const at = (n: number): string => new Date(Date.UTC(2026, 0, 5, 9) + n * 60_000).toISOString();
const won = (history: History, lead: string, knownAt: string, value: { amount: string; currency: string } | null = null): void => {
  history.add(`lead-${lead}`, { type: 'lead.won', data: { value, reason: null } }, { knownAt });
};

describe('worked examples: rates and ranks', () => {
  it('3 won, 2 lost, 5 open: 60 % of closed, 30 % of all', async () => {
    const history = new History();
    for (let n = 0; n < 10; n++) history.inquiry(`l${n}`, { first: true }, { knownAt: at(n) });
    for (let n = 0; n < 3; n++) won(history, `l${n}`, at(20 + n));
    for (let n = 3; n < 5; n++) history.add(`lead-l${n}`, { type: 'lead.lost', data: { reason: null } }, { knownAt: at(30 + n) });
    const reporter = await over(history);
    expect(await reporter.run('win_rate@2', year)).toMatchObject({ total: 0.6, totalExact: { numerator: '3', denominator: '5' } });
    expect(await reporter.run('win_rate@1', year)).toMatchObject({ total: 0.3, totalExact: { numerator: '3', denominator: '10' } });
  });

  it('R0.17 a channel with 100 spam submissions ranks differently by submissions and by valid inquiries', async () => {
    const history = new History();
    let n = 0;
    const submit = (channel: string, count: number, valid: boolean, wins: number): void => {
      for (let nth = 0; nth < count; nth++) {
        const lead = `l${n++}`;
        history.inquiry(lead, { first: true, channel, valid }, { knownAt: at(n) });
        if (nth < wins) won(history, lead, at(n));
      }
    };
    submit('A', 20, true, 4);
    submit('A', 100, false, 0);
    submit('B', 40, true, 4);
    const reporter = await over(history);
    const exact = async (version: number): Promise<unknown> =>
      (await reporter.run(`channel_quality@${version}`, year)).rows.map((row) => [row['channel'], row['exact'], row['count']]);
    expect(await exact(1)).toEqual([
      ['A', { numerator: '4', denominator: '120' }, 120],
      ['B', { numerator: '4', denominator: '40' }, 40],
    ]);
    expect(await exact(4)).toEqual([
      ['A', { numerator: '4', denominator: '20' }, 20],
      ['B', { numerator: '4', denominator: '40' }, 40],
    ]);
  });

  it('cycle days -2 … 427: mean, and percentiles linear and by nearest rank', async () => {
    const history = new History();
    for (const [index, days] of [-2, 0, 1, 3, 5, 7, 14, 30, 61, 427].entries()) {
      const closed = new Date(Date.UTC(2026, 5, 1) + days * 86_400_000).toISOString().slice(0, 10);
      history.inquiry(`l${index}`, { first: true }, { occurredAt: day('2026-06-01'), knownAt: '2029-01-01T00:00:00Z' });
      history.add(
        `lead-l${index}`,
        { type: 'lead.won', data: { value: null, reason: null } },
        { occurredAt: day(closed, 'Europe/Berlin'), knownAt: '2029-01-01T00:00:00Z' },
      );
    }
    const reporter = await over(history);
    const ever = { from: '2026-01-01', to: '2028-12-31' };
    const figures = async (version: number): Promise<unknown> => {
      const { total, rows } = await reporter.run(`cycle_time@${version}`, ever);
      const measures = rows[0]!['measures'] as Record<string, { value: number }>;
      return { total, ...Object.fromEntries(Object.entries(measures).map(([name, figure]) => [name, figure.value])) };
    };
    expect(await figures(3)).toEqual({ total: 54.6, p25: 1.5, median: 6, p75: 26, p90: 97.6 });
    expect(await figures(1)).toEqual({ total: 5, p25: 1, p75: 30, p90: 61 });
    expect((await reporter.run('cycle_time@3', ever)).totalExact).toEqual({ numerator: '273', denominator: '5' });
  });

  it('conversion of the January cohort: in the month, within 30 days of capture, ever', async () => {
    const history = new History();
    const captured = '2026-01-20';
    const wins = [...Array<number>(3).fill(5), ...Array<number>(5).fill(30), ...Array<number>(4).fill(90)];
    for (let n = 0; n < 100; n++) history.inquiry(`l${n}`, { first: true }, { occurredAt: day(captured), knownAt: '2026-07-01T00:00:00Z' });
    for (const [n, days] of wins.entries()) {
      const on = new Date(Date.parse(`${captured}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
      history.add(
        `lead-l${n}`,
        { type: 'lead.won', data: { value: null, reason: null } },
        { occurredAt: day(on), knownAt: '2026-07-01T00:00:00Z' },
      );
    }
    const reporter = await over(history);
    const cohort = (of: string): ReturnType<typeof compiled> =>
      compiled(`definition: conversion\ntitle: Conversion\nentity: deal\ndate: opened\nmeasure:\n  ratio:\n    of: ${of}\n`);
    const january = { from: '2026-01-01', to: '2026-01-31' };
    const share = async (of: string): Promise<unknown> => (await reporter.run(cohort(of), january)).totalExact;
    expect(await share('outcome == "won" && closed < timestamp("2026-02-01T00:00:00Z")')).toEqual({ numerator: '3', denominator: '100' });
    expect(await share('outcome == "won" && cycle <= days(30)')).toEqual({ numerator: '8', denominator: '100' });
    expect(await share('outcome == "won"')).toEqual({ numerator: '12', denominator: '100' });
  });

  it('an empty denominator has no value, never 0 %; reps without a deal are present', async () => {
    const history = new History();
    history.add('rep-ana', { type: 'rep.joined', data: { repId: 'ana', name: 'Ana', attributes: { manager: 'Mia' } } }, { knownAt: at(0) });
    const reporter = await over(history);
    expect(await reporter.run('win_rate@1', year)).toMatchObject({ total: null, rows: [{ value: null, count: 0 }] });
    expect((await reporter.run('win_rate@1', { ...year, by: ['owner'] })).rows).toEqual([{ owner: 'ana', value: null, count: 0 }]);
    expect((await reporter.run('assignments@2', { ...year, by: ['manager'] })).rows).toEqual([{ manager: 'Mia', value: 0, count: 0 }]);
  });

  it('R6.8 sums never mix currencies', async () => {
    const history = new History();
    for (const [n, value] of [
      { amount: '0.1', currency: 'EUR' },
      { amount: '0.2', currency: 'EUR' },
      { amount: '5', currency: 'USD' },
    ].entries()) {
      history.inquiry(`l${n}`, { first: true }, { knownAt: at(n) });
      won(history, `l${n}`, at(n), value);
    }
    const report = await (await over(history)).run('won_value@2', year);
    expect(report.total).toBeNull();
    expect(report.rows).toEqual([
      { currency: 'EUR', value: 0.3, exact: { numerator: '3', denominator: '10' }, count: 2 },
      { currency: 'USD', value: 5, exact: { numerator: '5', denominator: '1' }, count: 1 },
    ]);
  });
});

describe('worked examples: owner on two clocks', () => {
  const story = ownerOnTwoClocks;
  const totals = async (history: History): Promise<unknown[]> => {
    const reporter = await over(history);
    return [
      await reporter.run('assignments@1', year),
      await reporter.run('assignments@2', year),
      await reporter.run('assignments@3', year),
    ].map((report) => report.total);
  };

  it('R0.16 T12 assignments first, all, without re-claims: 1, 3, 3; had Cy claimed again: 1, 3, 2', async () => {
    expect(await totals(story('Di'))).toEqual([1, 3, 3]);
    expect(await totals(story('Cy'))).toEqual([1, 3, 2]);
  });

  it('R5.1 the follow-up counts for Bo as known now, for Ana as known then, and was made by Bo either way', async () => {
    const reporter = await over(story('Di'));
    const byOwner = async (extra: object): Promise<unknown> =>
      (await reporter.run('activity@1', { ...year, by: ['owner', 'by'], ...extra })).rows;
    expect(await byOwner({})).toEqual([{ owner: 'Bo', by: 'Bo', value: 1, count: 1 }]);
    expect(await byOwner({ knownAt: '2026-03-05T00:00:00Z' })).toEqual([{ owner: 'Ana', by: 'Bo', value: 1, count: 1 }]);
    expect(await byOwner({ position: 4 })).toEqual([{ owner: 'Ana', by: 'Bo', value: 1, count: 1 }]);
  });

  it('T13 R1.11 a transfer today leaves the report of last month as it was', async () => {
    const history = story('Di');
    const reporter = await over(history);
    const march = { from: '2026-03-01', to: '2026-03-31', by: ['owner'] };
    const before = await reporter.run('assignments@2', march);
    history.add(
      'lead-a',
      { type: 'lead.transferred', data: { to: person('Eve'), team: null, previous: person('Di'), reason: 'leaves' } },
      { knownAt: '2026-05-01T00:00:00Z' },
    );
    const after = await reporter.run('assignments@2', march);
    expect([after.rows, after.position]).toEqual([before.rows, '8']);
  });

  it('names the things behind a number with their events', async () => {
    const history = story('Di');
    const reporter = await over(history);
    const members = [];
    for await (const member of streamMembers(reporter.store, await reporter.context(shipped('assignments@2'), { ...year, by: ['owner'] })))
      members.push(member);
    expect(members.map(({ owner, lead, externalId, events }) => ({ owner, lead, externalId, events }))).toEqual(
      [1, 3, 6].map((index, nth) => ({
        owner: ['Ana', 'Cy', 'Di'][nth],
        lead: 'a',
        externalId: 'crm:a',
        events: [history.events[index]!.id],
      })),
    );
  });
});

describe('R0.14 followed up', () => {
  it('an automatic acknowledgement does not count under v1, and does under v2; v3 asks for the owner', async () => {
    const history = new History();
    const followUp = (followUpId: string, automatic: boolean, by: string | null) => ({
      type: 'lead.follow-up-recorded' as const,
      data: { followUpId, type: 'email', direction: 'outbound' as const, outcome: null, automatic, by, sealedNote: null },
    });
    for (const lead of ['a', 'b', 'c']) history.inquiry(lead, { first: true, holder: person('Ana') }, { knownAt: at(0) });
    history.add('lead-a', followUp('f1', true, null), { knownAt: at(1) });
    history.add('lead-b', followUp('f2', false, 'Bo'), { knownAt: at(2) });
    history.add('lead-c', followUp('f3', false, 'Ana'), { knownAt: at(3) });
    const reporter = await over(history);
    const share = async (version: number): Promise<unknown> => (await reporter.run(`followed_up_rate@${version}`, year)).totalExact;
    expect(await share(1)).toEqual({ numerator: '2', denominator: '3' });
    expect(await share(2)).toEqual({ numerator: '3', denominator: '3' });
    expect(await share(3)).toEqual({ numerator: '1', denominator: '3' });
  });
});
