import fc from 'fast-check';
import { shippedDefinitions } from '../definitions/shipped-definitions.js';
import { type PublishedDefinition } from '../run/report-context.js';
import { type ReportRequest } from '../run/report-request.js';
import { streamMembers } from '../run/stream-members.js';
import { History, person, unknownTime } from '../testing/history.features.js';
import { historyOf, randomSteps } from '../testing/random-history.features.js';
import { compiled, Reporter, shipped } from '../testing/reporter.features.js';
import { explainLead } from './explain-lead.js';
import { type Explanation } from './explanation.js';
import { findLead } from './find-lead.js';

const year = { from: '2026-01-01', to: '2026-12-31' };
const reporters: Reporter[] = [];
const over = async (history: History): Promise<Reporter> => {
  const reporter = await Reporter.over(history);
  reporters.push(reporter);
  return reporter;
};
afterEach(() => reporters.splice(0).forEach((reporter) => reporter.close()));

async function explain(
  reporter: Reporter,
  definition: PublishedDefinition,
  lead: string,
  request: Partial<ReportRequest> = {},
): Promise<Explanation> {
  const context = await reporter.context(definition, { ...year, ...request });
  return explainLead(reporter.store, context, await findLead(reporter.store, lead), request.from !== undefined);
}

describe('R5.2 an explanation of one lead under one definition', () => {
  it('names the clause, what it read, the events that said so, and the row that a repeat repeats', async () => {
    const history = new History();
    const first = history.inquiry('a', { first: true, person: 'p', valid: true }, { knownAt: '2026-03-01T10:00:00Z' });
    const again = history.inquiry('b', { first: true, person: 'p', valid: true }, { knownAt: '2026-03-11T10:00:00Z' });
    const spam = history.inquiry('b', { first: false, person: 'p', valid: false }, { knownAt: '2026-03-12T10:00:00Z' });
    const reporter = await over(history);
    const definition = compiled(
      'definition: people\ntitle: People\nentity: inquiry\nterms:\n  reachable: valid_contact_points > 0\n  not_a_test: source != "test"\ndistinct:\n  per: [person]\n  window: { days: 30, since: counted }\nmeasure: count\n',
    );
    const { rows, counted, events, period } = await explain(reporter, definition, 'crm:b');
    expect([counted, period]).toEqual([0, null]);
    expect(rows.map(({ counts, fails, at }) => ({ counts, fails, at }))).toEqual([
      { counts: false, fails: ['once per person in 30 days since the last counted'], at: '2026-03-11T10:00:00.000Z' },
      { counts: false, fails: ['reachable'], at: '2026-03-12T10:00:00.000Z' },
    ]);
    expect(rows[0]!.clauses).toMatchObject([
      { kind: 'term', name: 'reachable', met: true, facts: { valid_contact_points: 1 }, events: [again.id] },
      { kind: 'term', name: 'not_a_test', met: true, facts: { source: 'site' } },
      {
        kind: 'distinct',
        met: false,
        facts: { person: 'p', day: '2026-03-11' },
        repeats: { event: first.id, lead: 'a', at: '2026-03-01T10:00:00.000Z' },
      },
    ]);
    expect(rows[1]!.clauses).toMatchObject([
      { met: false, unknown: false, events: [spam.id] },
      { met: true },
      { met: null, repeats: null },
    ]);
    expect(events.map(({ id }) => id)).toEqual([first.id, again.id, spam.id]);
  });

  it('shows what is unknown as unknown, the owner with the event that made him so, the period and the filter', async () => {
    const history = new History();
    history.inquiry('a', { first: true, attributes: { region: null } }, { knownAt: '2026-03-01T10:00:00Z' });
    const assigned = history.add(
      'lead-a',
      { type: 'lead.assigned', data: { to: person('ana'), team: null, previous: { kind: 'unknown' }, reason: null } },
      { knownAt: '2026-03-02T10:00:00Z' },
    );
    const call = history.add(
      'lead-a',
      {
        type: 'lead.follow-up-recorded',
        data: {
          followUpId: 'f',
          type: 'call',
          direction: 'outbound' as const,
          outcome: null,
          automatic: false,
          by: 'bo',
          sealedNote: null,
        },
      },
      { knownAt: '2026-03-03T10:00:00Z' },
    );
    const reporter = await over(history);
    const calls = compiled(
      'definition: calls\ntitle: Calls\nentity: follow_up\nterms:\n  big: lead.attributes.size > 3\n  of_owner: by == owner\n  one: lead.follow_ups == 1\nmeasure: count\n',
    );
    const { rows } = await explain(reporter, calls, 'a', { from: '2026-04-01', to: '2026-04-30', where: 'owner == "bo"' });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      counts: false,
      fails: ['big', 'of_owner', 'made from 2026-04-01 to 2026-04-30', 'filter owner == "bo"'],
      clauses: [
        { name: 'big', met: false, unknown: true, facts: { 'lead.attributes.size': null } },
        { name: 'of_owner', met: false, unknown: false, facts: { by: 'bo', owner: 'ana' }, events: [call.id, assigned.id] },
        { name: 'one', met: true, facts: { 'lead.follow_ups': 1 }, events: [call.id] },
        { kind: 'period', met: false, facts: { made: '2026-03-03T10:00:00.000Z', day: '2026-03-03' } },
        { kind: 'filter', met: false, facts: { owner: 'ana' } },
      ],
    });
  });

  it('shows the conditions of measures as clauses that keep nothing out, and what the lead then is to each measure, as the list of members does', async () => {
    const history = new History();
    const held: string[] = [];
    for (const [index, lead] of ['none', 'one', 'two'].entries()) {
      history.inquiry(
        lead,
        { first: true, channel: lead === 'two' ? 'search' : 'web', attributes: lead === 'one' ? { hot: true } : {} },
        { knownAt: `2026-03-01T0${index}:00:00Z` },
      );
      for (let call = 0; call < index; call++)
        held.push(
          history.add(
            `lead-${lead}`,
            {
              type: 'lead.follow-up-recorded',
              data: {
                followUpId: `${lead}-${call}`,
                type: 'call',
                direction: 'outbound' as const,
                outcome: null,
                automatic: false,
                by: 'bo',
                sealedNote: null,
              },
            },
            { knownAt: `2026-03-0${2 + call}T10:00:00Z` },
          ).id,
        );
    }
    const reporter = await over(history);
    const asked = compiled(
      'definition: d\ntitle: T\nentity: lead\ndate: captured\nmeasures:\n  share: { ratio: { of: follow_ups > 1, to: follow_ups > 0 } }\n  size: { sum: follow_ups, where: channel == "search" }\n  hot: { count: attributes.hot == true }\n  all: count\n',
    );
    const members = [];
    for await (const { lead, share, size, hot, inMeasures } of streamMembers(reporter.store, await reporter.context(asked, year)))
      members.push({ lead, share, size, hot, inMeasures });
    expect(members).toEqual([
      { lead: 'none', share: false, size: null, hot: false, inMeasures: { share: 'neither', size: 'not_asked' } },
      { lead: 'one', share: false, size: null, hot: true, inMeasures: { share: 'denominator', size: 'not_asked' } },
      { lead: 'two', share: true, size: 2, hot: false, inMeasures: { share: 'numerator', size: 'asked' } },
    ]);
    for (const { lead, inMeasures, ...adds } of members) {
      const { rows } = await explain(reporter, asked, lead!);
      expect(rows).toMatchObject([{ counts: true, fails: [], adds, inMeasures }]);
    }
    const [row] = (await explain(reporter, asked, 'one')).rows;
    expect(row!.clauses).toMatchObject([
      { kind: 'measure', name: 'measure share.of', says: 'follow_ups > 1', met: false, unknown: false, facts: { follow_ups: 1 } },
      { kind: 'measure', name: 'measure share.to', says: 'follow_ups > 0', met: true, facts: { follow_ups: 1 } },
      { kind: 'measure', name: 'measure size.where', says: 'channel == "search"', met: false, unknown: false, facts: { channel: 'web' } },
      { kind: 'measure', name: 'measure hot', met: true, facts: { 'attributes.hot': 'true' } },
    ]);
    expect(row!.clauses[1]!.events).toContain(held[0]);
  });

  it('says so where the lead has no row of what is counted, where nothing was known then, and where there is no such lead', async () => {
    const history = new History();
    history.inquiry('a', { first: true }, { occurredAt: unknownTime, knownAt: '2026-03-01T10:00:00Z' });
    const reporter = await over(history);
    expect(await explain(reporter, shipped('assignments@2'), 'a')).toMatchObject({
      counted: 0,
      rows: [],
      reason:
        'The lead has no assignment. What is counted: A lead is given an owner: assigned, claimed or transferred. A correction is none.',
    });
    expect(await explain(reporter, shipped('new_leads@1'), 'a')).toMatchObject({ counted: 1, rows: [{ at: null, counts: true }] });
    expect(await explain(reporter, shipped('new_leads@1'), 'a', { knownAt: '2026-02-01T00:00:00Z' })).toMatchObject({
      rows: [],
      reason: 'Nothing was known of this lead then',
    });
    await expect(explain(reporter, shipped('new_leads@1'), 'b')).rejects.toMatchObject({ status: 404 });
  });

  it('agrees with the members of every shipped definition over any history', async () => {
    const definitions = shippedDefinitions().map(({ document, version }) => compiled(document, version));
    await fc.assert(
      fc.asyncProperty(randomSteps, fc.constantFrom(...definitions), fc.boolean(), async (steps, definition, filtered) => {
        const history = historyOf(steps);
        const reporter = await Reporter.over(history);
        try {
          const request = {
            from: '2026-03-01',
            to: '2026-03-31',
            ...(filtered && 'owner' in definition.definition.entity.facts && { where: 'owner == "ana"' }),
          };
          // A made-up decision may be about a lead that was never captured: it cannot be explained.
          const captured = new Set(history.events.filter(({ type }) => type === 'lead.captured').map(({ stream }) => stream.slice(5)));
          const members = [];
          for await (const { id, lead } of streamMembers(reporter.store, await reporter.context(definition, request)))
            if (lead !== null && captured.has(lead)) members.push(id);
          const explained = [];
          for (const lead of captured) {
            const { rows } = await explain(reporter, definition, lead, request);
            explained.push(...rows.filter(({ counts }) => counts).map(({ id }) => id));
            for (const row of rows) expect(row.counts).toBe(row.fails.length === 0);
          }
          expect(explained.sort()).toEqual(members.sort());
        } finally {
          reporter.close();
        }
      }),
      { numRuns: 12 },
    );
  });
});
