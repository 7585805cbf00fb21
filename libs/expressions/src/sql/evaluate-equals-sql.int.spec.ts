import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { compileCel } from '../compile-cel.js';
import { type FactSchema } from '../facts.js';
import { spellingOf } from '../spelling.js';
import { type CelVocabulary, type Vocabularies } from '../vocabulary.js';
import { duckdbDialect } from './duckdb.dialect.js';
import { vocabularyTables } from './vocabulary-sql.js';

const schema: FactSchema = {
  s: 'string',
  n: 'int',
  x: 'double',
  m: 'money',
  e: 'decimal',
  b: 'bool',
  t: 'timestamp',
  d: 'duration',
  attributes: { fields: {}, open: 'dyn' },
};
const texts = [
  '2.5',
  '07',
  '0x10',
  '+7',
  'inf',
  ' 7 ',
  '1e400',
  '',
  '1e+16',
  'Straße É',
  'STRASSE',
  '\u2003x\u00a0',
  'web',
  "o'clock",
  'Web',
  'wé"b',
  ' w\u0065\u0301"B\u00a0',
];
const codes: [
  code: string,
  label: string,
  aliases: string[],
  from: string | null,
  to: string | null,
  parents: [string, string | null][],
][] = [
  ['web', "o'clock", [], null, '2026-06-30', [['up', null]]],
  [
    'é',
    'WÉ"B',
    ['3'],
    '2026-01-01',
    null,
    [
      ['up', null],
      ['top', '2026-03-01'],
      ['up', '2026-05-01'],
    ],
  ],
  ['up', 'Up', ['true'], null, null, [['top', '2026-02-01']]],
  ['top', 'Top', [], null, null, []],
];
const words: CelVocabulary = {
  name: 'words',
  version: 1,
  documentHash: '',
  spellings: new Map(codes.flatMap(([code, label, aliases]) => [code, label, ...aliases].map((text) => [spellingOf(text), code]))),
  codes: new Map(
    codes.map(([code, label, aliases, from, to, parents]) => [
      code,
      { code, label, aliases, from, to, parents: parents.map(([parent, since]) => ({ code: parent, from: since })) },
    ]),
  ),
};
const vocabularies: Vocabularies = { get: (name) => (name === 'words' ? words : undefined), names: ['words'] };
const literal = (text: string): string => JSON.stringify(text);

const predicate: fc.Arbitrary<string> = fc.letrec<{ p: string; str: string; num: string; dbl: string; amount: string }>((tie) => ({
  str: fc.oneof(
    fc.constant('s'),
    fc.constantFrom(...texts).map(literal),
    fc.constant('(s + "b")'),
    fc.constantFrom('s.lowerAscii()', 's.upperAscii()', 's.trim()', 's.trim().upperAscii()'),
    fc.constantFrom('string(x)', 'string(m)', 'string(n)', 'string(b)', 'string(attributes.a)', 'string(x * 1e20)', 'string(double(s))'),
  ),
  num: fc.oneof(
    fc.constant('n'),
    fc.integer({ min: -9, max: 9 }).map(String),
    fc.constant('(n * 2)'),
    fc.constantFrom('(n * 9223372036854775807)', '(n - 9223372036854775807 - 3)', '(-n)'),
    fc.constant('(n / 2)'),
    fc.constant('(n % 3)'),
    fc.constant('s.size()'),
    fc.constantFrom('int(s)', 'int(x)', 'int(attributes.a)', 'int(b)', 'int(t)', 'int(" 7")', 'int("1e3")', 'int("-0012")'),
  ),
  dbl: fc.oneof(
    fc.constantFrom('x', 'double(s)', 'double(attributes.a)', 'double(n)', 'double(m)', 'double(b)', 'double("1e400")', 'double("1.5 ")'),
    fc.constantFrom('0.1', '0.3', '1e16', '0.00001', '0.30000000000000004', '123456789012345680.0'),
    fc
      .tuple(tie('dbl'), fc.constantFrom('+', '-', '*'), fc.constantFrom('0.1', '0.2', 'x', '3.0'))
      .map(([a, op, c]) => `(${a} ${op} ${c})`),
    tie('dbl').map((a) => `(${a} / 3.0)`),
  ),
  amount: fc.oneof(
    fc.constantFrom('m', '(-m)', '(b ? m : null)'),
    fc.tuple(tie('amount'), fc.constantFrom('+', '-'), tie('amount')).map(([a, op, c]) => `(${a} ${op} ${c})`),
  ),
  p: fc.oneof(
    { maxDepth: 4 },
    fc.tuple(tie('dbl'), fc.constantFrom('==', '<', '>=', '!='), tie('dbl')).map((parts) => parts.join(' ')),
    tie('dbl').map((value) => `int(${value}) > 2`),
    fc.tuple(tie('dbl'), tie('str')).map(([value, text]) => `string(${value}) == ${text}`),
    fc.constantFrom(
      'm != null',
      '0.1 + 0.2 == 0.3',
      'int(m) == 12 || int(e) == 999999999999999',
      'string(e) == string(m)',
      'double(e) >= double(m)',
      'days(n * 100000) + days(n * 11574074) > hours(1)',
    ),
    fc
      .tuple(
        tie('amount'),
        fc.constantFrom('==', '<', '>=', '!='),
        fc.constantFrom('0.3', '0.9', '-14.5', '1200', '1e15', '0.00001', 'm', '(m - m)'),
      )
      .map((parts) => parts.join(' ')),
    fc
      .tuple(
        fc.constantFrom('e', '(e + e + e)', '(-e - e)'),
        fc.constantFrom('==', '<', '>='),
        fc.constantFrom('0.3', '0.9', '1e15', '0', 'e'),
      )
      .map((parts) => parts.join(' ')),
    fc.constantFrom(
      'b',
      'attributes.f',
      's == null',
      'n != null',
      'd <= hours(2)',
      'd - hours(n) <= days(n * 100000000000)',
      't >= timestamp("2026-01-01T00:00:00Z")',
      'x > 0.5',
      'double(s) > 0.0',
      'double(attributes.a) >= 2.5',
      'double(b) < 2.0 || double("2.5") > x',
      'string(x) == "1" || string(x) == s',
      'string(t) != s',
      'string(attributes.a) == s.trim()',
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
    fc
      .tuple(
        fc.constantFrom('code', 'label', 'parent'),
        fc.constantFrom('s', 'attributes.a', 's.lowerAscii()', 'parent(s, "words")'),
        tie('str'),
      )
      .map(([name, value, text]) => `(${name}(${value}, "words") + "") == ${text}`),
    fc.constantFrom(
      'valid(s, "words")',
      'code(attributes.a, "words") == "web"',
      'parent(parent(s, "words"), "words") != "top"',
      'label(s, "words") in ["Up", "Top"]',
      'code(s + "b", "words") == null',
      'code(string(n / 2), "words") == null',
    ),
    tie('p').map((p) => `!(${p})`),
    fc.tuple(tie('p'), fc.constantFrom('&&', '||'), tie('p')).map(([a, op, c]) => `(${a} ${op} ${c})`),
    fc.tuple(tie('p'), tie('p'), tie('p')).map(([a, c, e]) => `(${a} ? ${c} : ${e})`),
  ),
})).p;

const dynamic = fc.constantFrom<unknown>(
  '',
  ' 1.5 ',
  '1e3',
  1e21,
  0.00001,
  1e-7,
  'web',
  'x',
  '12',
  '2.5',
  3,
  2.5,
  -2.7,
  true,
  false,
  null,
  undefined,
);
const row = fc.record({
  s: fc.option(fc.constantFrom(...texts)),
  n: fc.option(fc.integer({ min: -9, max: 9 })),
  x: fc.option(fc.constantFrom(0, -0, 0.5, 1, -2.25, 2.7, 0.1, 1e16, 1.5e-7, 9.3e18, -9.2e18, 1e300)),
  m: fc.option(fc.constantFrom('0.300000', '0.100000', '12.500000', '-7.250000', '0.000000', '1200.000000', '999999999999999.999999')),
  e: fc.option(fc.constantFrom('0.30000000000000', '0.1', '-0.00001', '999999999999999.99999999999999', '1000000000000000')),
  b: fc.option(fc.boolean()),
  t: fc.option(fc.constantFrom('2025-12-31T23:59:59.999Z', '2026-01-01T00:00:00.000Z')),
  d: fc.option(fc.constantFrom(0, 7_200_000, 7_200_001)),
  attributes: fc.record({ a: dynamic, f: dynamic }).map((attributes) => JSON.parse(JSON.stringify(attributes)) as Record<string, unknown>),
});

const day = fc.constantFrom(null, '2025-12-31', '2026-02-28', '2026-03-01', '2026-06-30', '2026-07-01');
const tables = vocabularyTables(words, duckdbDialect)
  .map(([name, text]) => `${name} as not materialized (${text})`)
  .join(', ');

describe('SQL of an expression', () => {
  let connection: DuckDBConnection;
  beforeAll(async () => {
    connection = await (await DuckDBInstance.create(':memory:')).connect();
  });

  it('R3.1 means what the expression means, for any expression and row', async () => {
    await fc.assert(
      fc.asyncProperty(predicate, row, day, async (source, values, on) => {
        const compiled = compileCel(source, schema, { result: 'bool', vocabularies });
        expect(compiled.problems).toEqual([]);
        const sql = compiled.toSql(([name, key]) => (key === undefined ? name! : duckdbDialect.jsonField(name!, key)), { day: 'on_day' });
        const text = (value: unknown): string => (value === null ? 'null' : duckdbDialect.text(String(value)));
        const from = `select ${text(values.s)}::varchar s, ${text(values.n)}::bigint n, ${text(values.x)}::double x, ${text(values.m)}::decimal(21, 6) m, ${text(values.e)}::decimal(38, 14) e, ${text(values.b)}::boolean b,
          ${text(values.t)}::timestamp t, ${text(values.d)}::bigint d, ${text(JSON.stringify(values.attributes))}::json attributes, ${text(on)}::date on_day`;
        const [result] = (await connection.runAndReadAll(`with ${tables} select ${sql} v from (${from})`)).getRowObjectsJS();
        expect([source, values, on, result?.v]).toEqual([source, values, on, compiled.evaluate(values, on)]);
        const isKnown = ([name]: readonly string[]): boolean => values[name as keyof typeof values] !== null;
        if (!compiled.mayBeUnknown(isKnown)) expect([source, values, on, result?.v]).not.toEqual([source, values, on, null]);
      }),
      { numRuns: 600 },
    );
  });

  it('R3.1 reads the attribute of any name, and no other', async () => {
    const names = ['*', '', 'a', '0', '[0]', 'a.b', '$', 'a/b', '~1', 'a"b', "o'clock", 'a\\b', 'a\u0000b', '\n', ' '];
    const attributes = Object.fromEntries(names.map((name) => [name, `of ${name}`]));
    for (const name of [...names, '**', 'b']) {
      const { toSql, evaluate, problems } = compileCel(`attributes[${literal(name)}]`, schema);
      expect(problems).toEqual([]);
      const sql = toSql(([record, key]) => duckdbDialect.jsonField(record!, key!));
      const from = `select ${duckdbDialect.text(JSON.stringify(attributes))}::json attributes`;
      const [row] = (await connection.runAndReadAll(`select ${duckdbDialect.jsonScalar(sql)} v from (${from})`)).getRowObjectsJS();
      expect([name, row!.v]).toEqual([name, attributes[name] ?? null]);
      expect([name, row!.v]).toEqual([name, evaluate({ attributes })]);
    }
  });

  it('R3.1 makes the same of every letter, space and accent, in SQL as here', async () => {
    // Without surrogates, the mark that begins a file, and a block of accents that Unicode still adds to.
    const left = [
      [0xd800, 0xdfff],
      [0xfeff, 0xfeff],
      [0x1ab0, 0x1aff],
    ] as const;
    const letters = Array.from({ length: 0xffff }, (_, index) => index + 1).filter(
      (at) => !left.some(([from, to]) => at >= from && at <= to),
    );
    await connection.run('create temp table letters (code integer, text varchar)');
    for (let from = 0; from < letters.length; from += 8_000) {
      const rows = letters.slice(from, from + 8_000).map((at) => `(${at}, ${duckdbDialect.text(` ${String.fromCharCode(at)}\u0301  A`)})`);
      await connection.run(`insert into letters values ${rows.join(', ')}`);
    }
    const found = await connection.runAndReadAll(
      `select code, text, ${duckdbDialect.spelling('text')} as spelling from letters order by code`,
    );
    const differing = (found.getRowObjectsJS() as { code: number; text: string; spelling: string }[]).filter(
      ({ text, spelling }) => spellingOf(text) !== spelling,
    );
    expect(differing).toEqual([]);
  });
});
