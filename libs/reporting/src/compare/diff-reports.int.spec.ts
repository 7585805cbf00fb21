import fc from 'fast-check';
import { shippedDefinitions } from '../definitions/shipped-definitions.js';
import { type PublishedDefinition } from '../run/report-context.js';
import { runReport } from '../run/run-report.js';
import { streamMembers } from '../run/stream-members.js';
import { History, person, pool } from '../testing/history.features.js';
import { historyOf, randomSteps } from '../testing/random-history.features.js';
import { compiled, Reporter, shipped } from '../testing/reporter.features.js';
import { compareReports, diffReports } from './diff-reports.js';
import { wholeLists } from './report-diff.js';

const year = { from: '2026-01-01', to: '2026-12-31' };
const dayOf = (offset: number): string => new Date(Date.UTC(2026, 2, 1, 12) + offset * 86_400_000).toISOString();

describe('R5.2 a comparison of two versions', () => {
  it('names what leaves with the distinct rule as its clause and the event that it repeats', async () => {
    const history = new History();
    const events = [0, 10, 39].map((offset, index) =>
      history.inquiry('a', { first: index === 0, person: 'p' }, { knownAt: dayOf(offset) }),
    );
    const reporter = await Reporter.over(history);
    const [before, after] = [await reporter.context(shipped('new_leads@1'), year), await reporter.context(shipped('new_leads@5'), year)];
    expect(await diffReports(reporter.store, before, after)).toEqual({
      leave: [
        {
          entity: 'inquiry',
          id: expect.any(String) as string,
          lead: 'a',
          clauses: ['same person within 30 days of the last counted'],
          events: [events[1]!.id, events[0]!.id],
          before: { counted: true },
          after: { counted: false },
        },
      ],
      enter: [],
      change: [],
    });
    expect((await diffReports(reporter.store, after, before)).enter).toMatchObject([
      { clauses: ['same person within 30 days of the last counted'], after: { counted: true } },
    ]);
    reporter.close();
  });

  it('R0.13 names every term that a lead fails, and the date basis where that moved it', async () => {
    const history = new History();
    history.inquiry('spam', { first: true, valid: false }, { knownAt: dayOf(0) });
    history.add('lead-spam', { type: 'lead.marked-invalid', data: { reason: 'spam' } }, { knownAt: dayOf(1) });
    history.inquiry('good', { first: true, valid: true }, { knownAt: dayOf(2) });
    history.add('lead-good', { type: 'lead.lost', data: { reason: null } }, { knownAt: dayOf(40) });
    const reporter = await Reporter.over(history);
    const diff = await diffReports(
      reporter.store,
      await reporter.context(shipped('new_leads@1'), year),
      await reporter.context(shipped('valid_leads@3'), year),
    );
    expect(diff.leave).toMatchObject([{ lead: 'spam', clauses: ['reachable', 'not_marked_invalid'] }]);
    const deals = (date: string): PublishedDefinition => compiled(`definition: d\ntitle: T\nentity: deal\ndate: ${date}\nmeasure: count\n`);
    const march = { from: '2026-03-01', to: '2026-03-31' };
    const moved = await diffReports(
      reporter.store,
      await reporter.context(deals('opened'), march),
      await reporter.context(deals('closed'), march),
    );
    expect(moved.leave).toMatchObject([{ lead: 'good', clauses: ['closed from 2026-03-01 to 2026-03-31'] }]);
    reporter.close();
  });

  it('shows what changes where both count: a mean moves without anyone leaving', async () => {
    const history = new History();
    history.inquiry('a', { first: true }, { knownAt: dayOf(0) });
    history.add('lead-a', { type: 'lead.won', data: { value: null, reason: null } }, { knownAt: dayOf(2) });
    const reporter = await Reporter.over(history);
    const cycle = (value: string): PublishedDefinition =>
      compiled(`definition: d\ntitle: T\nentity: deal\ndate: closed\nmeasure: { mean: ${value}, unit: hours }\n`);
    const diff = await diffReports(
      reporter.store,
      await reporter.context(cycle('cycle'), year),
      await reporter.context(cycle('cycle - hours(1)'), year),
    );
    expect(diff).toMatchObject({
      leave: [],
      enter: [],
      change: [{ clauses: ['measure mean'], before: { mean: '172800000' }, after: { mean: '169200000' } }],
    });
    reporter.close();
  });

  it('says that a measure itself changed where no row did: how it is computed, its unit, its conditions', async () => {
    const history = new History();
    for (const [index, lead] of ['a', 'b', 'c'].entries()) {
      history.inquiry(lead, { first: true }, { knownAt: dayOf(0) });
      history.add(`lead-${lead}`, { type: 'lead.won', data: { value: null, reason: null } }, { knownAt: dayOf(index * index + 1) });
    }
    const reporter = await Reporter.over(history);
    const of = (measure: string): PublishedDefinition =>
      compiled(`definition: d\ntitle: T\nentity: deal\ndate: closed\nmeasures:\n  x: ${measure}\n`);
    const compared = async (before: string, after: string) =>
      compareReports(
        reporter.store,
        history.source(),
        [await reporter.context(of(before), year), await reporter.context(of(after), year)],
        async ({ before: { total: was }, after: { total: is }, measures, entries }) => {
          const { leave, enter, change } = await wholeLists(entries);
          return { totals: [was, is], measures, rows: [leave.length, enter.length, change.length] };
        },
      );
    const median = '{ median: cycle, unit: hours }';
    expect(await compared(median, '{ mean: cycle, unit: days }')).toEqual({
      totals: [48, 8 / 3],
      measures: [{ name: 'x', before: 'the median (linear) of cycle, in hours', after: 'the mean of cycle, in days' }],
      rows: [0, 0, 0],
    });
    expect((await compared(median, '{ median: cycle, unit: hours, method: nearest_rank }')).measures).toMatchObject([
      { after: 'the median (nearest rank) of cycle, in hours' },
    ]);
    expect((await compared(median, median)).measures).toEqual([]);
    // A dimension whose type changes is compared as text.
    const split = (by: string): PublishedDefinition =>
      compiled(`definition: d\ntitle: T\nentity: deal\ndate: closed\ndimensions:\n  k: ${by}\nby: [k]\nmeasure: count\n`);
    const contexts = [await reporter.context(split('channel'), year), await reporter.context(split('inquiries'), year)] as const;
    expect((await diffReports(reporter.store, ...contexts)).change).toMatchObject([{ before: { k: 'web' }, after: { k: '1' } }, {}, {}]);
    // What a row adds to one cannot be set beside what it adds to the other.
    for (const [before, after] of [
      ['{ different: channel }', median],
      ['{ count: outcome == "won" }', median],
      ['{ different: channel }', '{ count: outcome == "won" }'],
    ] as const)
      expect(await compared(before, after)).toMatchObject({ measures: [{ name: 'x' }], rows: [0, 0, 0] });
    expect(
      (await compared('{ ratio: { of: outcome == "won" } }', '{ ratio: { of: outcome != "lost", to: channel != "x" } }')).measures,
    ).toEqual([
      {
        name: 'x',
        before: 'rows where outcome == "won", of all rows',
        after: 'rows where outcome != "lost", of rows where channel != "x"',
      },
    ]);
    reporter.close();
  });

  it('equals the difference of the members, for any two versions of any shipped definition over any history', async () => {
    const all = shippedDefinitions().map((each) => compiled(each.document, each.version));
    const pairs = all.flatMap((before) =>
      all.filter((after) => after.definition.name === before.definition.name).map((after) => [before, after] as const),
    );
    await fc.assert(
      fc.asyncProperty(randomSteps, fc.constantFrom(...pairs), async (steps, [first, second]) => {
        const reporter = await Reporter.over(historyOf(steps));
        try {
          const [before, after] = [await reporter.context(first, { ...year, by: [] }), await reporter.context(second, { ...year, by: [] })];
          const ids = async (context: typeof before): Promise<Set<string>> => {
            const found = new Set<string>();
            for await (const member of streamMembers(reporter.store, context)) found.add(member.id);
            return found;
          };
          const [was, is] = [await ids(before), await ids(after)];
          const { leave, enter, change } = await diffReports(reporter.store, before, after);
          expect(new Set(leave.map((entry) => entry.id))).toEqual(new Set([...was].filter((id) => !is.has(id))));
          expect(new Set(enter.map((entry) => entry.id))).toEqual(new Set([...is].filter((id) => !was.has(id))));
          for (const entry of [...leave, ...enter, ...change]) expect(entry.clauses).not.toEqual([]);
        } finally {
          reporter.close();
        }
      }),
      { numRuns: 15 },
    );
  });

  it('lists what leaves and enters, and gives the two reports, for any two definitions, periods, dimensions and positions', async () => {
    const all = shippedDefinitions().map((each) => compiled(each.document, each.version));
    const asked = fc.record({
      steps: randomSteps,
      first: fc.constantFrom(...all),
      second: fc.constantFrom(...all),
      isOneDefinition: fc.boolean(),
      months: fc.constantFrom(
        { from: '2026-03-01', to: '2026-03-31' },
        { from: '2026-03-05', to: '2026-04-10' },
        { from: '2026-01-01', to: '2026-03-31' },
      ),
      by: fc.constantFrom([], ['month']),
      positions: fc.constantFrom([1, 1], [0.6, 1], [0.8, 0.8]),
    });
    let listed = 0;
    await fc.assert(
      fc.asyncProperty(asked, async ({ steps, first, second, isOneDefinition, months, by, positions }) => {
        const reporter = await Reporter.over(historyOf(steps));
        try {
          const end = reporter.history.entries.length;
          const contextOf = (of: PublishedDefinition, part: number) =>
            reporter.context(of, { ...months, by, position: Math.max(1, Math.floor(end * part)) });
          const sides = [await contextOf(first, positions[0]!), await contextOf(isOneDefinition ? first : second, positions[1]!)] as const;
          const found = await compareReports(reporter.store, reporter.history.source(), sides, async ({ before, after, entries }) => ({
            reports: [before, after],
            lists: await wholeLists(entries),
          }));
          const alone = [];
          const members: Set<string>[] = [];
          for (const side of sides) {
            alone.push(await runReport(reporter.store, reporter.history.source(), side));
            const ids = new Set<string>();
            for await (const member of streamMembers(reporter.store, side)) ids.add(member.id);
            members.push(ids);
          }
          expect(found.reports).toEqual(alone);
          const [was, is] = members as [Set<string>, Set<string>];
          const idsOf = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => id).sort();
          expect(idsOf(found.lists.leave)).toEqual([...was].filter((id) => !is.has(id)).sort());
          expect(idsOf(found.lists.enter)).toEqual([...is].filter((id) => !was.has(id)).sort());
          for (const { id } of found.lists.change) expect([was.has(id), is.has(id)]).toEqual([true, true]);
          listed += Object.values(found.lists).flat().length;
        } finally {
          reporter.close();
        }
      }),
      { numRuns: 40 },
    );
    expect(listed).toBeGreaterThan(0);
  });

  it('of two positions knows a lead again whose import was undone and made again meanwhile', async () => {
    const history = new History();
    const captured = (importId: string): void =>
      void history.inquiry('a', { first: true, channel: 'web' }, { occurredAt: dayOf(0), knownAt: dayOf(1), importId });
    captured('one');
    history.add('lead-a', { type: 'lead.won', data: { value: null, reason: null } }, { knownAt: dayOf(2) });
    const position = history.entries.length;
    history.add('lead-a', { type: 'lead.import-retracted', data: { importId: 'one' } }, { knownAt: dayOf(3) });
    captured('two');
    const reporter = await Reporter.over(history);
    const deals = compiled('definition: d\ntitle: T\nentity: deal\ndate: opened\nmeasure: count\n');
    const then = await reporter.context(deals, { ...year, position });
    expect(await diffReports(reporter.store, then, await reporter.context(deals, year))).toEqual({ leave: [], enter: [], change: [] });
    reporter.close();
  });

  it('names an event that a row repeats only where it is not counted for it', async () => {
    const history = new History();
    for (const offset of [0, 60]) history.inquiry('a', { first: offset === 0, person: 'p' }, { knownAt: dayOf(offset) });
    history.add(
      'lead-a',
      { type: 'lead.claimed', data: { to: person('ana'), team: null, previous: pool('intake'), reason: null } },
      { occurredAt: dayOf(61), knownAt: dayOf(61) },
    );
    const reporter = await Reporter.over(history);
    const apart = compiled(shippedDefinitions().find(({ name, version }) => name === 'new_leads' && version === 4)!.document);
    const by = ['lead.owner_today'];
    const before = await reporter.context(apart, { ...year, by, position: history.entries.length - 1 });
    const { change } = await diffReports(reporter.store, before, await reporter.context(apart, { ...year, by }));
    expect(change.map(({ events }) => events.length)).toEqual([1, 1]);
    reporter.close();
  });
});
