import { assertNever } from '#libs/platform';
import { type VocabularyFunction } from '../check/vocabulary-calls.js';
import { type CelVocabulary } from '../vocabulary.js';
import { type SqlDialect } from './dialect.js';

/**
 * A look-up in the tables below. It is a subquery, which engines turn into a join over the distinct texts: a long vocabulary costs no more than a short one,
 * and texts are made comparable once each.
 */
export function vocabularyCallSql(name: VocabularyFunction, value: string, vocabulary: string, day: string, dialect: SqlDialect): string {
  const from = (table: string): string => `from ${table} v where v.spelling = ${dialect.spelling(`cast(${value} as varchar)`)}`;
  switch (name) {
    case 'code':
    case 'label':
      return `(select v.${name} ${from(`voc_${vocabulary}`)})`;
    case 'parent':
      return `(select v.parent ${from(`voc_${vocabulary}_above`)} and (v.from_day is null or v.from_day <= ${day}) and (v.until_day is null or coalesce(v.until_day > ${day}, v.from_day is null)))`;
    case 'valid':
      return `coalesce((select (v.from_day is null or v.from_day <= ${day}) and (v.to_day is null or v.to_day >= ${day}) ${from(`voc_${vocabulary}`)}), false)`;
    default:
      return assertNever(name);
  }
}

/**
 * The tables that expressions over a vocabulary look into: `voc_<name>(spelling, code, label, from_day, to_day)`, a spelling once; and
 * `voc_<name>_above(spelling, parent, from_day, until_day)`, at most one a spelling and day.
 */
export function vocabularyTables(vocabulary: CelVocabulary, dialect: SqlDialect): [name: string, text: string][] {
  const text = (value: string | null): string => (value === null ? 'null' : dialect.text(value));
  const values: string[] = [];
  const above: string[] = [];
  for (const [spelling, code] of vocabulary.spellings) {
    const { label, from, to, parents } = vocabulary.codes.get(code)!;
    values.push(`(${[spelling, code, label, from, to].map(text).join(', ')})`);
    parents.forEach((parent, index) =>
      above.push(`(${[spelling, parent.code, parent.from, parents[index + 1]?.from ?? null].map(text).join(', ')})`),
    );
  }
  const table = (rows: readonly string[], columns: readonly string[], days: readonly string[]): string => {
    const typed = columns.map((column) => `cast(${column} as ${days.includes(column) ? 'date' : 'varchar'}) as ${column}`).join(', ');
    const nothing = `(${columns.map(() => 'null').join(', ')})`;
    return `select ${typed} from (values ${rows.length > 0 ? rows.join(', ') : nothing}) t(${columns.join(', ')})${rows.length > 0 ? '' : ' where false'}`;
  };
  return [
    [`voc_${vocabulary.name}`, table(values, ['spelling', 'code', 'label', 'from_day', 'to_day'], ['from_day', 'to_day'])],
    [`voc_${vocabulary.name}_above`, table(above, ['spelling', 'parent', 'from_day', 'until_day'], ['from_day', 'until_day'])],
  ];
}
