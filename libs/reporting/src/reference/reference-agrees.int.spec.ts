import fc from 'fast-check';
import { shippedDefinitions } from '../definitions/shipped-definitions.js';
import { type PublishedDefinition } from '../run/report-context.js';
import { computeReport } from '../run/compute-report.js';
import { countMembers } from '../run/members.js';
import { streamMembers } from '../run/stream-members.js';
import { historyOf, randomSteps } from '../testing/random-history.features.js';
import { languageDefinitions } from '../testing/language-definitions.features.js';
import { compiled, Reporter } from '../testing/reporter.features.js';
import { cohorts } from '../testing/cohorts.features.js';
import { libraryOf } from '../testing/vocabularies.features.js';
import { referenceReport } from './reference-report.features.js';

/** Regions in spellings that change, under each other for a time, and channels that are retired. */
const library = libraryOf(
  `vocabulary: regions
title: Regions
attributes: [region]
codes:
  EMEA: { label: Europe, parent: [{ code: world }, { code: west, from: 2026-03-20 }, { code: world, from: 2026-04-10 }] }
  APAC: { label: Asia, from: 2026-03-01, to: 2026-04-01, parent: east }
  west: { parent: world }
  east:
  world:
`,
  `vocabulary: channels
title: Channels
fields: [channel]
codes:
  online: { label: Online, aliases: [WEB, e-mail], to: 2026-03-28 }
  phone: { label: Telephone, parent: [{ code: online, from: 2026-03-15 }] }
`,
  `vocabulary: channels
title: Channels
fields: [channel]
codes:
  online: { label: Online, aliases: [Web, e-mail, Mail], to: 2026-03-28 }
  phone: { label: Telephone, parent: [{ code: online, from: 2026-03-15 }] }
`,
);
const withVocabularies = [
  `definition: by_region
title: Inquiries by region
entity: inquiry
date: received
terms:
  known: valid(attributes.region, "regions") || code(attributes.region, "regions") == "EMEA"
measures:
  online: { ratio: { of: 'code(channel, "channels") == "online"', to: 'label(channel, "channels") != "Telephone"' } }
  all: count
dimensions:
  area: parent(attributes.region, "regions")
  world: parent(parent(attributes.region, "regions"), "regions")
  how: label(channel, "channels")
by: [area]
`,
  `definition: other_channel
title: Leads with an inquiry through another channel
entity: assignment
vocabularies: { channels: 1 }
related:
  other:
    entity: inquiry
    where: code(channel, "channels") != code(this.lead.channel, "channels") && parent(channel, "channels") != null
measure: { ratio: { of: other.found } }
dimensions:
  how: code(lead.channel, "channels")
  then: 'other.channel == null ? "none" : code(other.channel, "channels")'
include: all reps
`,
];
const definitions = [
  ...shippedDefinitions().map((each) => compiled(each.document, each.version)),
  ...withVocabularies.map((document) => compiled(document, 1, library)),
  ...languageDefinitions.map((document) => compiled(document)),
  ...cohorts.map((document) => compiled(document)),
];
const dimensions = [
  'month',
  'week',
  'quarter',
  'day',
  'owner',
  'team',
  'manager',
  'rep.name',
  'rep_teams',
  'channel',
  'attributes.region',
  'lead.channel',
  'lead.outcome',
  'stage',
  'lead.attributes.size',
  'code(channel, "channels")',
  'parent(lead.attributes.region, "regions")',
  'area',
  'world',
  'how',
  'then',
];
const filters = [
  'owner == "ana"',
  'team != "north"',
  'rep.manager == "mo"',
  'lead.inquiries > 1',
  'attributes.size >= 2',
  'channel in ["web", "mail"]',
  'actor_kind == "person"',
  'code(lead.channel, "channels") == "online"',
  'valid(attributes.region, "regions")',
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
    // The calendar that definitions compute in comes first, then the rates.
    ...(position !== null && { position: Math.max(3, Math.min(position, history.events.length)) }),
    ...(knownAt !== null && { knownAt: history.events[Math.max(2, Math.min(knownAt, history.events.length - 1))]!.metadata.knownAt }),
  };
  const usable = (extra: object) => reporter.context(definition, { ...ask, ...extra }, zone).catch(() => null);
  const usableBy: string[] = [];
  for (const name of by) if (await usable({ by: [name] })) usableBy.push(name);
  const context =
    (where === null ? null : await usable({ by: usableBy, where })) ?? (await reporter.context(definition, { ...ask, by: usableBy }, zone));
  const { total, rows } = await computeReport(reporter.store, await countMembers(reporter.store, context));
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
        const reporter = await Reporter.over(historyOf(steps), undefined, library);
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
    const reporter = await Reporter.over(historyOf(steps), undefined, library);
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
