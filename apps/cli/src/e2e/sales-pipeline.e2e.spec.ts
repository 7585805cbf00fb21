import { jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { describeWithData, sharedData } from '#libs/testing';
import { RunningFolder } from './running-folder.fixture.js';

// A whole system starts and stops here, on machines that may be busy.
jest.setTimeout(900_000);

const year = ['--from', '2016-01-01', '--to', '2018-12-31'];

interface Deal {
  readonly owner: string;
  readonly manager: string;
  readonly won: boolean;
  readonly quarter: string;
  readonly days: number;
}

/** What the files say about one agent, manager or quarter, and what the reports must say. */
interface Figures {
  readonly won: number;
  readonly closed: number;
  readonly rate: number | null;
  readonly mean: number | null;
  readonly median: number | null;
}

interface Value {
  readonly value: number | null;
  readonly exact?: { readonly numerator: string; readonly denominator: string };
  readonly count: number;
}
type Row = Value & Readonly<Record<string, unknown>> & { readonly measures?: Readonly<Record<string, Value>> };

/** Rows of one of the files; they hold no quotes. */
const table = (name: string): string[][] =>
  readFileSync(sharedData(`maven_crm/${name}`), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));

const quarterOf = (date: string): string => `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;

/** The closed deals, read from the files without anything of the product. */
function dealsOf(managers: ReadonlyMap<string, string>): Deal[] {
  return table('sales_pipeline.csv').flatMap(([, owner = '', , , stage, engaged = '', closed = '']) =>
    stage === 'Won' || stage === 'Lost'
      ? [
          {
            owner,
            manager: managers.get(owner)!,
            won: stage === 'Won',
            quarter: quarterOf(closed),
            days: (Date.parse(closed) - Date.parse(engaged)) / 86_400_000,
          },
        ]
      : [],
  );
}

function figuresOf(deals: readonly Deal[]): Figures {
  const days = deals
    .filter(({ won }) => won)
    .map((deal) => deal.days)
    .sort((a, b) => a - b);
  const middle = days.length >> 1;
  return {
    won: days.length,
    closed: deals.length,
    rate: deals.length === 0 ? null : days.length / deals.length,
    mean: days.length === 0 ? null : days.reduce((sum, each) => sum + each, 0) / days.length,
    median: days.length === 0 ? null : days.length % 2 === 1 ? days[middle]! : (days[middle - 1]! + days[middle]!) / 2,
  };
}

/** The exact value of a figure, as a number. */
const numberOf = ({ value, exact }: Value): number | null => (exact ? Number(exact.numerator) / Number(exact.denominator) : value);

describeWithData('maven_crm')('a real sales pipeline, on the command line', () => {
  const managers = new Map<string, string>();
  const deals: Deal[] = [];
  let ledger: RunningFolder;
  let imported: unknown;

  beforeAll(async () => {
    for (const [agent, manager] of table('sales_teams.csv')) managers.set(agent!, manager!);
    deals.push(...dealsOf(managers));
    ledger = await RunningFolder.start('sales-pipeline');
    imported = await ledger.answer('import', 'docs/how-to/maven-crm.mapping.yaml');
    await ledger.answer('definition', 'publish', 'docs/how-to/deals-closed.definition.yaml', '--reason', 'How many were closed');
  });
  afterAll(() => ledger.stop());

  const rows = async (definition: string, by: string, ...more: string[]): Promise<Row[]> =>
    (await ledger.answer<{ rows: Row[] }>('report', 'run', definition, ...year, '--by', by, ...more)).rows;

  it('R6.1 imports 8,800 opportunities and rejects none', () => {
    expect(imported).toMatchObject({ rows: 8800, accepted: 8800, rejected: 0, leads: 8800 });
  });

  it('counts 4,238 won and 2,473 lost', async () => {
    const found = (await rows('deals_closed', 'outcome')).map(({ outcome, value }) => [outcome, value]);
    expect(Object.fromEntries(found)).toEqual({ won: 4238, lost: 2473 });
  });

  it.each(['owner', 'manager', 'quarter'] as const)('gives win rate, mean and median cycle time by %s as the files do', async (by) => {
    const names = by === 'owner' ? [...managers.keys()] : [...new Set(deals.map((deal) => deal[by]))];
    const expected = Object.fromEntries(names.map((name) => [name, figuresOf(deals.filter((deal) => deal[by] === name))]));
    const [rates, cycles] = [await rows('win_rate@2', by), await rows('cycle_time@2', by)];
    const cycle = new Map(cycles.map((row) => [row[by], row]));
    const found = rates.map((row): [string, Figures] => {
      const { count, measures, ...median } = cycle.get(row[by])!;
      const figures = {
        won: count,
        closed: row.count,
        rate: numberOf(row),
        mean: numberOf(measures!['mean']!),
        median: numberOf({ ...median, count }),
      };
      return [String(row[by]), figures];
    });
    expect(Object.fromEntries(found)).toEqual(expected);
    expect(cycles).toHaveLength(names.length);
  });

  it('shows the five agents without a deal, with 0', async () => {
    const busy = new Set(deals.map(({ owner }) => owner));
    const idle = [...managers.keys()].filter((agent) => !busy.has(agent)).sort();
    expect(idle).toHaveLength(5);
    const found = (await rows('deals_closed', 'owner')).filter(({ value }) => value === 0);
    expect(found.map(({ owner }) => owner).sort()).toEqual(idle);
  });
});
