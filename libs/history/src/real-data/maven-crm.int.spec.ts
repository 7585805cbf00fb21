import { readFileSync } from 'node:fs';
import { type ImportCase } from '../run/import-case.js';
import { type MappingRun } from '../run/run-mapping.js';
import { describeWithData, sharedData } from '#libs/testing';
import { mapAll } from './map-all.fixture.js';

interface Deal {
  readonly agent: string;
  readonly manager: string;
  readonly won: boolean;
  readonly quarter: string;
  readonly days: number;
}

const day = 86_400_000;
const deal = (agent: string, manager: string, won: boolean, engaged: string, closed: string): Deal => ({
  agent,
  manager,
  won,
  quarter: `${closed.slice(0, 4)}-Q${Math.ceil(Number(closed.slice(5, 7)) / 3)}`,
  days: (Date.parse(closed) - Date.parse(engaged)) / day,
});

/** The closed deals straight from the files, without anything of the mapping: these files hold no quotes. */
function fromFiles(): Deal[] {
  const table = (name: string): string[][] =>
    readFileSync(sharedData(`maven_crm/${name}`), 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(','));
  const managers = new Map(table('sales_teams.csv').map(([agent, manager]) => [agent!, manager!]));
  return table('sales_pipeline.csv').flatMap(([, agent, , , stage, engaged, closed]) =>
    stage === 'Won' || stage === 'Lost' ? [deal(agent!, managers.get(agent!)!, stage === 'Won', engaged!, closed!)] : [],
  );
}

function fromCase({ facts }: ImportCase): Deal[] {
  const captured = facts[0]!;
  const closed = facts.find(({ action }) => action.do === 'win-lead' || action.do === 'lose-lead');
  if (!closed || captured.action.do !== 'capture-inquiry' || captured.action.holder?.kind !== 'person') return [];
  return [
    deal(
      captured.action.holder.id,
      captured.action.team!,
      closed.action.do === 'win-lead',
      captured.occurredAt.value!,
      closed.occurredAt.value!,
    ),
  ];
}

/** Win rate as a fraction, and mean and median days of the won deals, by one dimension. */
function figures(deals: readonly Deal[], by: (one: Deal) => string): Record<string, unknown> {
  const groups = new Map<string, Deal[]>();
  for (const one of deals) groups.set(by(one), [...(groups.get(by(one)) ?? []), one]);
  return Object.fromEntries(
    [...groups].map(([name, ofGroup]) => {
      const days = ofGroup
        .filter(({ won }) => won)
        .map((one) => one.days)
        .sort((a, b) => a - b);
      const middle = days.length / 2;
      const median = days.length % 2 === 1 ? days[Math.floor(middle)] : (days[middle - 1]! + days[middle]!) / 2;
      return [name, { won: days.length, closed: ofGroup.length, totalDays: days.reduce((sum, one) => sum + one, 0), median }];
    }),
  );
}

describeWithData('maven_crm')('a sales pipeline with one row per opportunity, by its mapping', () => {
  const deals: Deal[] = [];
  const cases = { all: 0, withoutDate: 0, withoutAccount: 0 };
  const products = new Set<unknown>();
  let run: MappingRun;
  let rejected = 0;

  beforeAll(async () => {
    const done = await mapAll('maven-crm.mapping.yaml', (one) => {
      const captured = one.facts[0]!;
      const attributes = captured.action.do === 'capture-inquiry' ? captured.action.attributes! : {};
      deals.push(...fromCase(one));
      cases.all++;
      if (captured.occurredAt.precision === 'unknown') cases.withoutDate++;
      if (attributes.account === undefined) cases.withoutAccount++;
      products.add(attributes.product);
    });
    run = done.run;
    rejected = done.rejects.length;
  });

  it('gives every opportunity, those without a date or an account included, and rejects nothing', () => {
    expect({ ...cases, rejected }).toEqual({ all: 8800, withoutDate: 500, withoutAccount: 1425, rejected: 0 });
  });

  it('counts 4,238 won and 2,473 lost', () => {
    expect(deals.filter(({ won }) => won)).toHaveLength(4238);
    expect(deals.filter(({ won }) => !won)).toHaveLength(2473);
  });

  it.each(['agent', 'manager', 'quarter'] as const)('gives win rate and cycle time by %s as the files do', (dimension) => {
    expect(figures(deals, (one) => one[dimension])).toEqual(figures(fromFiles(), (one) => one[dimension]));
  });

  it('reads GTXPro as the product GTX Pro', () => {
    expect([...products].sort()).toEqual([
      'GTK 500',
      'GTX Basic',
      'GTX Plus Basic',
      'GTX Plus Pro',
      'GTX Pro',
      'MG Advanced',
      'MG Special',
    ]);
  });

  it('lets the five agents without a deal exist, with their manager as team', () => {
    const reps = run.organisation.flatMap(({ action }) => (action.do === 'join-rep' ? [action] : []));
    const busy = new Set(fromFiles().map(({ agent }) => agent));
    expect(reps).toHaveLength(35);
    expect(reps.filter(({ rep }) => !busy.has(rep))).toHaveLength(5);
    expect(reps.every(({ attributes }) => attributes?.manager && attributes.regionalOffice)).toBe(true);
    expect(run.organisation.filter(({ action }) => action.do === 'create-team')).toHaveLength(6);
    expect(run.organisation.filter(({ action }) => action.do === 'join-team')).toHaveLength(35);
  });
});
