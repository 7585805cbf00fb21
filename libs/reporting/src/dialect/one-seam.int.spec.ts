import { readdirSync, readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { duckdbReports } from './duckdb.dialect.js';
import { expandSql } from './expand-sql.js';
import { type ReportDialect } from './report-dialect.js';

/** What every engine with SQL of 2016 calls by these names. Everything else is for a dialect to say. */
const STANDARD = new Set(
  `abs avg cast coalesce count first_value greatest grouping lag lead least length lower max min nullif replace row_number sum trim upper`.split(
    ' ',
  ),
);
/** Words before a parenthesis that call nothing. */
const WORDS =
  /^(and|as|by|case|distinct|exists|filter|from|in|is|join|not|on|or|over|select|switch|then|union|using|values|when|where|with|else)$/;
const SPELLINGS =
  /::|\/\/|->>|\bqualify\b|\basof\b|\banti join\b|\bsemi join\b|\blambda\b|\bignore nulls\b|\bmaterialized\b|'-?infinity'|\binterval\b/;

const root = new URL('../../../', import.meta.url);
const filesOf = (folder: string, ends: string): [name: string, text: string][] =>
  readdirSync(new URL(folder, root))
    .filter((name) => name.endsWith(ends) && !/\.(spec|features)\.ts$/.test(name))
    .map((name) => [`${folder}${name}`, readFileSync(new URL(`${folder}${name}`, root), 'utf8')]);

/** SQL in code: what stands in template literals, without what is put into them; the innermost first. */
function templatesOf(code: string): string[] {
  const found: string[] = [];
  let rest = code.replaceAll(/^\s*(\/\*\*|\*|\/\/).*$/gm, '');
  for (;;) {
    const without = rest.replaceAll(/\$\{[^{}`]*\}/g, '0');
    const next = without.replaceAll(/`([^`$]*)`/g, (_, text: string) => (found.push(text), '0'));
    if (next === rest) return found;
    rest = next;
  }
}

const called = (sql: string): string[] =>
  [
    ...sql
      .replaceAll(/'[^']*'/g, "''")
      .replaceAll(/\)\s+(as\s+)?\w+\(/g, ')(')
      .matchAll(/(?<![@\w.{])([a-z_][a-z0-9_]*)\s?\(/g),
  ].map((match) => match[1]!);

describe('the seam to the engine', () => {
  const sql = filesOf('reporting/src/entities/sql/', '.sql');
  const code = [
    ...filesOf('reporting/src/compile/', '.ts'),
    ...filesOf('reporting/src/entities/', '.ts'),
    ...filesOf('expressions/src/sql/', 'to-sql.ts'),
    ...filesOf('expressions/src/sql/', 'vocabulary-sql.ts'),
    ...filesOf('expressions/src/', 'functions.ts'),
  ];

  it('no SQL file spells what only some engines know, except by a dialect', () => {
    expect(sql.length).toBeGreaterThan(35);
    const found = sql.flatMap(([name, text]) => {
      const plain = text.replaceAll(/^--.*$/gm, '').replaceAll(/@(record|with_replaced)\((?:[^()]|\([^()]*\))*\)/g, '@said()');
      return [...called(plain).filter((word) => !STANDARD.has(word) && !WORDS.test(word)), ...(SPELLINGS.exec(plain) ?? [])].map(
        (word) => `${name}: ${word}`,
      );
    });
    expect(found).toEqual([]);
  });

  it('nor does the compiler: of all that DuckDB can call, it names the standard alone', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const rows = (await connection.runAndReadAll('select distinct lower(function_name) as name from duckdb_functions()')).getRowObjectsJS();
    connection.closeSync();
    const known = new Set(rows.map((row) => row['name'] as string));
    expect(known.has('arg_max')).toBe(true);
    const found = code.flatMap(([name, text]) =>
      templatesOf(text)
        .flatMap((part) => [
          ...called(part).filter((word) => known.has(word) && !STANDARD.has(word) && !WORDS.test(word)),
          ...(/::|\/\/|->>|\bqualify\b|\basof\b|\blambda\b|\bmaterialized\b|'-?infinity'|struct_pack/.exec(part) ?? []),
        ])
        .map((word) => `${name}: ${word}`),
    );
    expect(found).toEqual([]);
  });

  it('another dialect changes every one of its words, and a word that no dialect has is refused', () => {
    const other = Object.fromEntries(
      Object.keys(duckdbReports).map((name) => [
        name,
        name === 'beforeAllTime' ? 'other~beforeAllTime' : (...args: unknown[]) => `other~${name}<${args.flat(2).join(' ')}>`,
      ]),
    ) as unknown as ReportDialect;
    for (const [name, text] of sql) {
      const said = expandSql(text, other);
      expect([name, said.includes('@')]).toEqual([name, false]);
      const words = [...text.matchAll(/@\w+\(/g)].length;
      expect([name, [...said.matchAll(/other~/g)].length]).toEqual([name, words]);
    }
    expect(expandSql("select @record(a := f(1, 'x, )'), b := @last_known(c)) as r")).toBe(
      "select struct_pack(a := f(1, 'x, )'), b := last_value(c ignore nulls)) as r",
    );
    expect(() => expandSql('select @nothing(1)')).toThrow('No dialect says @nothing');
    expect(() => expandSql('select @record(1)')).toThrow('1 is no field');
    expect(() => expandSql('select @record(a := (1)')).toThrow('A call is not closed');
  });
});
