import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { derivedId } from '#libs/platform';
import { testLeads, type TestLeads } from '#libs/testing';
import { normaliseContact } from '../contact-point/normalise-contact.js';
import { type ContactInput } from '../lead-action.js';

const SITES = '../shared/data/dedupe_csv/chicago_early_childhood_min.csv';
const PEOPLE = '../shared/data/splink_fake1000/fake_1000.csv';
/** Visibly skipped where the folder of test data is missing. */
const whereThereIs = (file: string) => (existsSync(file) ? it : it.skip);
const rowsOf = (file: string) => parse(readFileSync(file), { columns: true }) as Record<string, string>[];

interface Known {
  /** True identity. */
  readonly entity: string;
  readonly contact: ContactInput;
}

const pairs = (sizes: readonly number[]): number => sizes.reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
const sizes = <T>(items: readonly T[], key: (item: T) => string): number[] => [
  ...items.reduce((groups, item) => groups.set(key(item), (groups.get(key(item)) ?? 0) + 1), new Map<string, number>()).values(),
];

describe('identity on records whose true identity is known', () => {
  let leads: TestLeads;
  beforeAll(async () => {
    leads = await testLeads();
  });
  afterAll(() => leads.close());

  /** Reserves all in one call and compares the people it found with the true ones, pair by pair. */
  async function measure(name: string, known: readonly Known[]) {
    const reservations = await leads.identity.reserve(
      known.map(({ contact }, index) => ({
        inquiryId: null,
        commandHash: 'test',
        points: normaliseContact(contact, 'US').points,
        personId: derivedId(name, 'person', index),
        leadId: derivedId(name, 'lead', index),
      })),
    );
    const joined = known.map(({ entity }, index) => ({ entity, person: reservations[index]!.personId! }));
    return {
      found: pairs(sizes(joined, ({ person }) => person)),
      right: pairs(sizes(joined, ({ person, entity }) => `${person} ${entity}`)),
      truth: pairs(sizes(joined, ({ entity }) => entity)),
    };
  }

  whereThereIs(PEOPLE)('R3.4 e-mail alone joins no two different people, and finds about half of the same', async () => {
    const known = rowsOf(PEOPLE).map((row) => ({ entity: row['cluster']!, contact: { emails: [row['email']!] } }));
    const { found, right, truth } = await measure('splink', known);
    expect(truth).toBe(2_975);
    expect(right).toBe(found);
    // 1,603 pairs have equal text; a few of these are no addresses anyone could be reached by, and identify nobody.
    expect(found).toBeLessThanOrEqual(1_603);
    expect(found / truth).toBeGreaterThan(0.5);
  });

  whereThereIs(SITES)(
    'R3.4 a phone alone joins wrongly one time in six: a shared number is a finding to rule on, never a merge',
    async () => {
      const known = rowsOf(SITES)
        .filter((row) => row['True Id'] !== 'x')
        .map((row) => ({ entity: row['True Id']!, contact: { phones: [`312${row['Phone']!.replace(/\D/g, '')}`] } }));
      const { found, right, truth } = await measure('dedupe', known);
      expect(truth).toBe(6_608);
      expect(right / found).toBeGreaterThan(0.83);
      expect(right / found).toBeLessThan(0.86);
      expect(right / truth).toBeGreaterThan(0.74);
    },
  );
});
