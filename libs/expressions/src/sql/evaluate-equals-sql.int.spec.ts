import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { compileCel } from '../compile-cel.js';
import { type FactSchema } from '../facts.js';
import { duckdbDialect } from './duckdb.dialect.js';

const schema: FactSchema = {
  s: 'string',
  n: 'int',
  x: 'double',
  b: 'bool',
  t: 'timestamp',
  d: 'duration',
  attributes: { fields: {}, open: 'dyn' },
};
const texts = ['', 'web', "o'clock", 'Web', 'wé"b'];
const literal = (text: string): string => JSON.stringify(text);

const predicate: fc.Arbitrary<string> = fc.letrec<{ p: string; str: string; num: string }>((tie) => ({
  str: fc.oneof(fc.constant('s'), fc.constantFrom(...texts).map(literal), fc.constant('s.lowerAscii()'), fc.constant('(s + "b")')),
  num: fc.oneof(
    fc.constant('n'),
    fc.integer({ min: -9, max: 9 }).map(String),
    fc.constant('(n * 2)'),
    fc.constant('(n / 2)'),
    fc.constant('(n % 3)'),
    fc.constant('s.size()'),
  ),
  p: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      'b',
      'attributes.f',
      's == null',
      'n != null',
      'd <= hours(2)',
      't >= timestamp("2026-01-01T00:00:00Z")',
      'x > 0.5',
      'x == 1',
    ),
    fc.constantFrom(
      'attributes.a == "web"',
      'attributes.a != 3',
      'attributes.a > 2',
      'attributes.a == true',
      'attributes.a in ["web", 3]',
      'attributes.a == null',
    ),
    fc.tuple(tie('str'), fc.constantFrom('==', '!='), tie('str')).map((parts) => parts.join(' ')),
    fc.tuple(tie('num'), fc.constantFrom('==', '<', '>=', '!='), tie('num')).map((parts) => parts.join(' ')),
    fc.tuple(fc.constantFrom('contains', 'startsWith', 'endsWith'), tie('str')).map(([method, arg]) => `s.${method}(${arg})`),
    fc.constant('s in ["web", "Web"]'),
    tie('p').map((p) => `!(${p})`),
    fc.tuple(tie('p'), fc.constantFrom('&&', '||'), tie('p')).map(([a, op, c]) => `(${a} ${op} ${c})`),
    fc.tuple(tie('p'), tie('p'), tie('p')).map(([a, c, e]) => `(${a} ? ${c} : ${e})`),
  ),
})).p;

const dynamic = fc.constantFrom<unknown>('web', 'x', 3, 2.5, true, false, null, undefined);
const row = fc.record({
  s: fc.option(fc.constantFrom(...texts)),
  n: fc.option(fc.integer({ min: -9, max: 9 })),
  x: fc.option(fc.constantFrom(0, 0.5, 1, -2.25)),
  b: fc.option(fc.boolean()),
  t: fc.option(fc.constantFrom('2025-12-31T23:59:59.999Z', '2026-01-01T00:00:00.000Z')),
  d: fc.option(fc.constantFrom(0, 7_200_000, 7_200_001)),
  attributes: fc.record({ a: dynamic, f: dynamic }).map((attributes) => JSON.parse(JSON.stringify(attributes)) as Record<string, unknown>),
});

describe('SQL of an expression', () => {
  let connection: DuckDBConnection;
  beforeAll(async () => {
    connection = await (await DuckDBInstance.create(':memory:')).connect();
  });

  it('means what the expression means, for any expression and row', async () => {
    await fc.assert(
      fc.asyncProperty(predicate, row, async (source, values) => {
        const compiled = compileCel(source, schema, { result: 'bool' });
        expect(compiled.problems).toEqual([]);
        const sql = compiled.toSql(([name, key]) => (key === undefined ? name! : duckdbDialect.jsonField(name!, key)));
        const text = (value: unknown): string => (value === null ? 'null' : duckdbDialect.text(String(value)));
        const from = `select ${text(values.s)}::varchar s, ${text(values.n)}::bigint n, ${text(values.x)}::double x, ${text(values.b)}::boolean b,
          ${text(values.t)}::timestamp t, ${text(values.d)}::bigint d, ${text(JSON.stringify(values.attributes))}::json attributes`;
        const [result] = (await connection.runAndReadAll(`select ${sql} v from (${from})`)).getRowObjectsJS();
        expect([source, values, result?.v]).toEqual([source, values, compiled.evaluate(values)]);
      }),
      { numRuns: 400 },
    );
  });
});
