import fc from 'fast-check';
import { type BrokenRow, isBroken, type RawRow } from './raw-row.js';
import { readCsv } from './read-csv.js';

async function* pieces(text: string, sizes: readonly number[]): AsyncGenerator<string> {
  for (let at = 0, n = 0; at < text.length; n++) {
    const size = sizes.length === 0 ? text.length : sizes[n % sizes.length]!;
    yield text.slice(at, at + size);
    at += size;
  }
}
async function readAll(text: string, sizes: readonly number[] = [], delimiter = ',', header: readonly string[] | null = null) {
  const rows: (RawRow | BrokenRow)[] = [];
  let names: readonly string[] = [];
  for await (const batch of readCsv(pieces(text, sizes), { delimiter, header })) {
    names = batch.header;
    rows.push(...batch.rows);
  }
  return {
    names,
    rows,
    cells: rows.flatMap((row) => (isBroken(row) ? [] : [row.cells])),
    faults: rows.flatMap((row) => (isBroken(row) ? [`${row.row} ${row.line} ${row.fault.code}`] : [])),
  };
}
const quoted = (cell: string): string => (/[",\r\n;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const cell = fc.string({ unit: fc.constantFrom('a', 'ü', '🙂', ' ', ',', ';', '"', '\n', '\r\n', '\t', '0'), maxLength: 8 });
const table = fc
  .integer({ min: 2, max: 4 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }));
const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 });

describe('reading CSV', () => {
  it('reads back any table as it was written, however the text is cut', async () => {
    await fc.assert(
      fc.asyncProperty(table, sizes, fc.constantFrom('\n', '\r\n'), fc.constantFrom('', '\uFEFF'), async (rows, cuts, lineEnd, mark) => {
        const header = rows[0]!.map((_, index) => `column ${index}`);
        const text = mark + [header, ...rows].map((row) => row.map(quoted).join(',')).join(lineEnd) + lineEnd;
        const read = await readAll(text, cuts);
        expect(read.names).toEqual(header);
        expect(read.faults).toEqual([]);
        expect(read.cells).toEqual(rows);
      }),
    );
  });

  it('rejects a broken line alone, with its number, wherever it stands', async () => {
    const sound = fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,5}$/), fc.stringMatching(/^[a-z]{1,5}$/)), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        sound,
        fc.nat(),
        fc.constantFrom('x,"open', 'x,"stray"y', 'one', 'a,b,c', 'x,\u0000', 'x,\uFFFD'),
        sizes,
        async (rows, place, broken, cuts) => {
          const at = place % (rows.length + 1);
          const lines = rows.map((row) => row.join(','));
          lines.splice(at, 0, broken);
          const read = await readAll(['h1,h2', ...lines].join('\n'), cuts);
          expect(read.cells).toEqual(rows);
          expect(read.faults.map((fault) => fault.split(' ').slice(0, 2))).toEqual([[String(at + 1), String(at + 2)]]);
        },
      ),
    );
  });

  it.each([
    ['a quote within a cell is a character', 'a,b\n5" pipe,x\n', [['5" pipe', 'x']], []],
    ['a last line without an end is a row', 'a,b\n1,2', [['1', '2']], []],
    [
      'empty lines are no rows',
      'a,b\n\n1,2\r\n\r\n3,4\n\n',
      [
        ['1', '2'],
        ['3', '4'],
      ],
      [],
    ],
    [
      'a quote that never closes costs one line',
      'a,b\n1,"x\n2,y\n3,z\n',
      [
        ['2', 'y'],
        ['3', 'z'],
      ],
      ['1 2 ROW_QUOTE_OPEN'],
    ],
    ['line numbers count the lines within quotes', 'a,b\n1,"x\ny"\n2\n', [['1', 'x\ny']], ['2 4 ROW_COLUMN_COUNT']],
    ['a quoted header', '"a","b,c"\n1,2\n', [['1', '2']], []],
  ] as const)('%s', async (_, text, cells, faults) => {
    const read = await readAll(text);
    expect(read.cells).toEqual(cells);
    expect(read.faults).toEqual(faults);
  });

  it('takes the names of the columns from the mapping where the file has none', async () => {
    expect(await readAll('1;2\n3;4\n', [], ';', ['a', 'b'])).toMatchObject({
      names: ['a', 'b'],
      cells: [
        ['1', '2'],
        ['3', '4'],
      ],
    });
  });

  it('gives an empty file as a header without names', async () => {
    expect(await readAll('')).toMatchObject({ names: [], rows: [] });
  });
});
