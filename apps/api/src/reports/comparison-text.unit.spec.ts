import fc from 'fast-check';
import { differences, type ReportComparison } from '#libs/reporting';
import { comparisonDocument, comparisonLines } from './comparison-text.js';

type Listed = ReportComparison['entries'] extends AsyncIterable<infer T> ? T : never;

const entry = (list: Listed['list'], id: string): Listed => ({
  ...{ list, entity: 'inquiry', id, lead: null, clauses: ['t'], events: ['e'], before: { counted: true }, after: { counted: false } },
});

/** A comparison that notes how many of its entries were asked for. */
function comparisonOf(entries: readonly Listed[]): { comparison: ReportComparison; taken: () => number } {
  let taken = 0;
  async function* each(): AsyncGenerator<Listed> {
    for (const one of entries) {
      taken++;
      yield await Promise.resolve(one);
    }
  }
  const report = (version: number) => ({ version }) as ReportComparison['before'];
  return { comparison: { before: report(1), after: report(2), measures: [], entries: each() }, taken: () => taken };
}

describe('a comparison as text', () => {
  it('is the document with its three lists, and the same line by line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...differences)), async (lists) => {
        const sorted = [...lists].sort((a, b) => differences.indexOf(a) - differences.indexOf(b));
        const entries = sorted.map((list, index) => entry(list, `"${index}\n`));
        const read = async (pieces: AsyncIterable<string>): Promise<string> => {
          let text = '';
          for await (const piece of pieces) text += piece;
          return text;
        };
        const listed = (of: Listed['list']) => entries.filter(({ list }) => list === of).map(({ list: _, ...each }) => each);
        const reports = { before: { version: 1 }, after: { version: 2 }, measures: [] };
        expect(await read(comparisonDocument(comparisonOf(entries).comparison))).toBe(
          JSON.stringify({ ...reports, leave: listed('leave'), enter: listed('enter'), change: listed('change') }),
        );
        const lines = (await read(comparisonLines(comparisonOf(entries).comparison))).trimEnd().split('\n');
        expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([reports, ...entries]);
      }),
    );
  });

  it('asks for an entry when the one before was taken', async () => {
    const { comparison, taken } = comparisonOf(Array.from({ length: 100 }, (_, index) => entry('leave', String(index))));
    const pieces = comparisonDocument(comparison);
    for (let piece = 0; piece < 4; piece++) await pieces.next();
    expect(taken()).toBe(3);
  });
});
