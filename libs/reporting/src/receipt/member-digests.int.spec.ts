import { createHash } from 'node:crypto';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { sha256 } from '#libs/platform';
import { earlierDigestsSql, earlierLineSql } from './earlier-digests.js';
import { alikeSql, type Cell, digestsSql, type MemberCells } from './member-digests.js';
import { COMPILER_VERSION } from './receipt.js';

const awkward = fc.constantFrom('|', '\\', '\n', '0', ':', '=', ',', 'a', '1:', '\\0', 'ü');
const text = fc.option(fc.array(awkward, { maxLength: 4 }).map((parts) => parts.join('')));
const member = fc.record({
  position: fc.integer({ min: 1, max: 12 }),
  id: text.map((id) => id ?? ''),
  d0: text,
  n0: fc.boolean(),
  v0: fc.option(fc.integer({ min: -11, max: 11 })),
  x0: text,
});
type Member = typeof member extends fc.Arbitrary<infer T> ? T : never;
const members = fc.uniqueArray(member, { minLength: 1, maxLength: 4, selector: ({ position, id }) => `${position} ${id}` });

const cell = (column: string, holds: Cell['holds']): Cell => ({ column, holds });
const cells: MemberCells = {
  shared: [cell('d0', 'text'), cell('n0', 'condition')],
  own: [cell('id', 'text'), cell('v0', 'number'), cell('x0', 'text')],
};
const literal = (value: string | null): string => (value === null ? 'null::varchar' : `'${value.replaceAll("'", "''")}'`);
const sourceOf = (rows: readonly Member[]): string =>
  `(values ${rows.map(({ position, id, d0, n0, v0, x0 }) => `(${position}, ${literal(id)}, ${literal(d0)}, ${n0}, ${v0 ?? 'null::int'}, ${literal(x0)})`).join(', ')}) t(position, id, d0, n0, v0, x0)`;
const digests = (of: MemberCells, rows: readonly Member[]): string =>
  digestsSql(`(${alikeSql(of, sourceOf(rows), COMPILER_VERSION)}) alike`);

/** What is said of `alikeSql`, without the engine. */
function membersByHand(positions: readonly number[], compiler: number): string {
  const offsets = positions.map((position) => position - 1).sort((a, b) => a - b);
  if (compiler === 5 || offsets.length < 100) return offsets.join(',');
  const bits = Buffer.alloc(1_250);
  for (const offset of offsets) bits[Math.floor(offset / 8)]! |= 0b1000_0000 >> (offset % 8);
  return createHash('sha256').update(bits).digest('hex');
}

describe('R5.3 the digest of the members in a receipt', () => {
  let connection: DuckDBConnection;
  beforeAll(async () => (connection = await (await DuckDBInstance.create(':memory:')).connect()));
  afterAll(() => connection.closeSync());
  const rowsOf = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
  const digestOf = async (rows: readonly Member[], of = cells) => (await rowsOf(digests(of, rows)))[0]!;

  it('is that of no other members, and the same in whatever order they come', async () => {
    const sorted = (rows: readonly Member[]): string[] => rows.map((row) => JSON.stringify(row)).sort();
    await fc.assert(
      fc.asyncProperty(members, members, async (some, others) => {
        fc.pre(JSON.stringify(sorted(some)) !== JSON.stringify(sorted(others)));
        const digest = await digestOf(some);
        expect(await digestOf([...some].reverse())).toEqual(digest);
        expect([some, others, (await digestOf(others))['digest'] === digest['digest']]).toEqual([some, others, false]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('tells apart what differs in one cell alone, and members that a position names from others', async () => {
    const one: Member = { position: 3, id: 'i', d0: 'a', n0: true, v0: 7, x0: null };
    const changes: Partial<Member>[] = [
      { position: 4 },
      { id: 'j' },
      { d0: null },
      { d0: '' },
      { n0: false },
      { v0: null },
      { v0: -7 },
      { x0: '' },
    ];
    const digests = [];
    for (const change of [{}, ...changes]) digests.push((await digestOf([{ ...one, ...change }]))['digest']);
    expect(new Set(digests).size).toBe(digests.length);
    const plain = { shared: cells.shared, own: [] };
    const both = [one, { ...one, position: 11 }];
    expect(await digestOf(both, plain)).not.toEqual(await digestOf([one, { ...one, position: 1 }], plain));
    expect(await digestOf(both, plain)).toMatchObject({ bucket: 0, count: '2' });
  });

  it.each([5, 6])('of members without anything of their own is what is written about it, by compiler %s', async (compiler) => {
    const inBlock = fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 250, size: 'max' });
    await fc.assert(
      fc.asyncProperty(inBlock, inBlock, async (some, others) => {
        const placed = [...some.map((position) => [position, 'some']), ...others.map((position) => [position, 'others'])];
        const source = `(values ${placed.map(([position, d0]) => `(${position}, '${d0}')`).join(', ')}) t(position, d0)`;
        const alike = alikeSql({ shared: [cell('d0', 'text')], own: [] }, source, compiler);
        const lines = [`4:some=${membersByHand(some, compiler)}`, `6:others=${membersByHand(others, compiler)}`];
        expect(await rowsOf(digestsSql(`(${alike}) alike`))).toEqual([
          { bucket: 0, count: String(some.length + others.length), digest: sha256(lines.join('\n')) },
        ]);
      }),
      { numRuns: 50 },
    );
  });

  it('is that of its block alone', async () => {
    const one: Member = { position: 10_000, id: 'i', d0: null, n0: true, v0: null, x0: null };
    const rows = await rowsOf(`${digests(cells, [one, { ...one, position: 10_001 }])} order by bucket`);
    expect(rows).toMatchObject([
      { bucket: 0, count: '1' },
      { bucket: 1, count: '1' },
    ]);
  });

  it.each([
    [2, 'a\\|b|\\0|\\|x\ny'],
    [4, 'a\\|b|\\0|\\\\|x\\ny'],
  ])('of compiler %s is over what that one wrote', async (compiler, line) => {
    const texts = ['a|b', null, '\\', 'x\ny'].map((each) => cell(literal(each), 'text'));
    expect(await rowsOf(`select ${earlierLineSql(texts, compiler)} as line`)).toEqual([{ line }]);
    const [found] = await rowsOf(earlierDigestsSql(texts, compiler, `(values (7, 'i')) t(position, id)`));
    const [hash] = await rowsOf(`select sha256(${literal(line)}) as digest`);
    expect(found!['digest']).toBe(hash!['digest']);
  });
});
