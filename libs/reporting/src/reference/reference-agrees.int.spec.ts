import fc from 'fast-check';
import { shippedDefinitions } from '../definitions/shipped-definitions.js';
import { type PublishedDefinition } from '../run/report-context.js';
import { computeReport } from '../run/compute-report.js';
import { streamMembers } from '../run/stream-members.js';
import { historyOf, randomSteps } from '../testing/random-history.features.js';
import { compiled, Reporter } from '../testing/reporter.features.js';
import { referenceReport } from './reference-report.features.js';

const definitions = shippedDefinitions().map((each) => compiled(each.document, each.version));
const dimensions = [
  'month',
  'week',
  'quarter',
  'day',
  'owner',
  'team',
  'manager',
  'rep.name',
  'channel',
  'attributes.region',
  'lead.channel',
  'lead.outcome',
  'stage',
  'lead.attributes.size',
];
const filters = [
  'owner == "ana"',
  'team != "north"',
  'rep.manager == "mo"',
  'lead.inquiries > 1',
  'attributes.size >= 2',
  'channel in ["web", "mail"]',
  'actor_kind == "person"',
];

interface Asked {
  readonly period: readonly string[];
  readonly zone: string;
  readonly by: readonly string[];
  readonly where: string | null;
  readonly position: number | null;
  readonly knownAt: number | null;
}

const request: fc.Arbitrary<Asked> = fc.record({
  period: fc.constantFrom(
    ['2026-02-20', '2026-05-10'],
    ['2026-03-01', '2026-03-31'],
    ['2026-03-28', '2026-03-29'],
    ['2026-03-01T10:00:00Z', '2026-04-02T12:00:00+02:00'],
  ),
  zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York'),
  by: fc.subarray(dimensions, { maxLength: 2 }),
  where: fc.option(fc.constantFrom(...filters)),
  position: fc.option(fc.nat({ max: 40 })),
  knownAt: fc.option(fc.nat({ max: 40 })),
});

/** Runs one definition both ways; dimensions and filters that it does not have are left out. */
async function bothWays(reporter: Reporter, definition: PublishedDefinition, asked: Asked): Promise<[sql: unknown, reference: unknown]> {
  const { history } = reporter;
  const { period, zone, by, where, position, knownAt } = asked;
  const ask = {
    from: period[0]!,
    to: period[1]!,
    ...(position !== null && { position: Math.min(position, history.events.length) }),
    ...(knownAt !== null && { knownAt: history.events[Math.min(knownAt, history.events.length - 1)]!.metadata.knownAt }),
  };
  const usable = (extra: object) => reporter.context(definition, { ...ask, ...extra }, zone).catch(() => null);
  const usableBy: string[] = [];
  for (const name of by) if (await usable({ by: [name] })) usableBy.push(name);
  const context =
    (where === null ? null : await usable({ by: usableBy, where })) ?? (await reporter.context(definition, { ...ask, by: usableBy }, zone));
  const { total, rows } = await computeReport(reporter.store, context);
  const members: string[] = [];
  for await (const member of streamMembers(reporter.store, context)) members.push(member.id);
  const name = `${definition.definition.name}@${definition.version}`;
  return [
    { name, total, rows, members: members.sort() },
    { name, ...referenceReport(history.events, context) },
  ];
}

describe('the compiler and the reference fold', () => {
  it('R0.13 R0.14 R0.15 R0.16 R0.17 agree over any history, period, zone, dimension, filter and moment of knowing', async () => {
    await fc.assert(
      fc.asyncProperty(randomSteps, request, fc.constantFrom(...definitions), async (steps, asked, definition) => {
        const reporter = await Reporter.over(historyOf(steps));
        try {
          const [sql, reference] = await bothWays(reporter, definition, asked);
          expect(sql).toEqual(reference);
        } finally {
          reporter.close();
        }
      }),
      { numRuns: Number(process.env['REPORTING_RUNS'] ?? 40) },
    );
  });

  it.each(
    fc
      .sample(randomSteps, { seed: 7, numRuns: 40 })
      .sort((a, b) => b.length - a.length)
      .slice(0, 2)
      .map((steps, index) => [index, steps] as const),
  )('agree on every shipped definition over generated history %i', async (_, steps) => {
    const reporter = await Reporter.over(historyOf(steps));
    for (const definition of definitions) {
      const asked = {
        period: ['2026-02-20', '2026-05-10'],
        zone: 'Europe/Berlin',
        by: ['month', 'owner'],
        where: null,
        position: null,
        knownAt: null,
      };
      const [sql, reference] = await bothWays(reporter, definition, asked);
      expect(sql).toEqual(reference);
    }
    reporter.close();
  });
});
