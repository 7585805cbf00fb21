import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { memberLineSql } from './member-line.js';
import { COMPILER_VERSION } from './receipt.js';

const awkward = fc.constantFrom('|', '\\', '\n', '0', 'n', 'a', '\\0', '\r');
const cell = fc.option(fc.array(awkward, { maxLength: 5 }).map((parts) => parts.join('')));
/** Members of one report have cells of one number. */
const members = fc
  .integer({ min: 1, max: 3 })
  .chain((cells) => fc.array(fc.array(cell, { minLength: cells, maxLength: cells }), { minLength: 1, maxLength: 3 }));

describe('R5.3 the line of a member in a receipt', () => {
  let connection: DuckDBConnection;
  beforeAll(async () => (connection = await (await DuckDBInstance.create(':memory:')).connect()));
  afterAll(() => connection.closeSync());

  async function linesOf(rows: readonly (readonly (string | null)[])[], compiler = COMPILER_VERSION): Promise<string> {
    const literal = (text: string | null): string => (text === null ? 'null::varchar' : `'${text.replaceAll("'", "''")}'`);
    const line = (row: readonly (string | null)[]): string => memberLineSql(row.map((text) => ({ column: literal(text), holds: 'text' })), compiler);
    const read = await connection.runAndReadAll(`select ${rows.map(line).join(' || chr(10) || ')} as lines`);
    return read.getRowObjectsJS()[0]!['lines'] as string;
  }

  it.each([4, COMPILER_VERSION])('of compiler %s is that of no other member, and the lines of some members are those of no others', async (compiler) => {
    await fc.assert(
      fc.asyncProperty(members, members, async (some, others) => {
        const same = JSON.stringify(some) === JSON.stringify(others) || some[0]!.length !== others[0]!.length;
        fc.pre(!same);
        expect([some, others, (await linesOf(some, compiler)) === (await linesOf(others, compiler))]).toEqual([some, others, false]);
      }),
      { numRuns: 1_000 },
    );
    const pairs: [string | null, string | null][] = [
      [null, '\\0'],
      ['\\', '\\\\'],
      ['\n', '\\n'],
    ];
    for (const [one, other] of pairs) expect(await linesOf([[one]], compiler)).not.toBe(await linesOf([[other]], compiler));
  });

  it('is written as the compilers before wrote it where their receipts are verified', async () => {
    expect(await linesOf([['a|b', null, '\\', 'x\ny']], 2)).toBe('a\\|b|\\0|\\|x\ny');
  });
});
