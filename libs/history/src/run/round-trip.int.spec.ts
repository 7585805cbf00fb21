import fc from 'fast-check';
import { outcomeOf } from '../reference/examples.fixture.js';

const mapping = `
mapping: round-trip
source: any
files:
  rows: { path: rows.csv.gz, columns: { at: { type: instant }, n: { type: number } } }
history:
  - file: rows
    lead: =row.case
    rowKey: id
    order: [at, n]
    occurredAt: =row.at
    events:
      - { do: capture-inquiry, when: first, source: any }
      - { do: record-follow-up, type: call, direction: outbound, note: =row.text, by: =row.id }
`;
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const row = fc.record({
  case: fc.constantFrom('a', 'b', 'c d', 'é'),
  at: fc.integer({ min: 0, max: 5 }).map((minute) => `2024-01-01T00:0${minute}`),
  n: fc.integer({ min: -3, max: 3 }),
  text: fc.string({ unit: fc.constantFrom('x', '"', ',', '\n', 'ß', '🙂', "'"), maxLength: 6 }),
});

describe('any table', () => {
  it('gives every row back once, by case, in the declared order, ties in the order of the file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 40 }), async (rows) => {
        const numbered = rows.map((one, index) => ({ ...one, id: String(index) }));
        const text = [
          'case,at,n,text,id',
          ...numbered.map((one) => [one.case, one.at, String(one.n), one.text, one.id].map(quoted).join(',')),
        ].join('\r\n');
        const { facts, rejects, problems } = await outcomeOf(mapping, { 'rows.csv.gz': `${text}\r\n` });
        expect([problems, rejects]).toEqual([[], []]);
        const found = facts
          .filter((fact) => fact.includes('record-follow-up'))
          .map((fact) => JSON.parse(/\{.*\}/s.exec(fact)![0]) as { by: string; note?: string });
        const byCase = Buffer.compare.bind(Buffer);
        const expected = [...numbered].sort(
          (a, b) =>
            byCase(Buffer.from(a.case), Buffer.from(b.case)) || a.at.localeCompare(b.at) || a.n - b.n || Number(a.id) - Number(b.id),
        );
        expect(found.map(({ by, note }) => [by, note ?? ''])).toEqual(expected.map(({ id, text: said }) => [id, said]));
        expect(facts.filter((fact) => fact.includes('capture-inquiry'))).toHaveLength(new Set(rows.map((one) => one.case)).size);
      }),
      { numRuns: 25 },
    );
  });
});
