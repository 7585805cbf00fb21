import { spellingRules } from '../spelling.js';
import { type SqlDialect } from './dialect.js';

/** The engine reads a statement up to its first NUL: one that is meant is written in another way. */
const text = (value: string): string => {
  const quoted = `'${value.replaceAll("'", "''")}'`;
  return quoted.includes('\0') ? `(${quoted.replaceAll('\0', "' || chr(0) || '")})` : quoted;
};

/** What the trim of JavaScript takes off. */
const WHITE_SPACE =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';

/** Null where a number, or its text, is not finite. */
const finite = (value: string, as: 'text' | ''): string =>
  ['inf', '-inf', 'nan'].reduce((sql, each) => `nullif(${sql}, ${as ? text(each) : `cast(${text(each)} as double)`})`, value);

export const duckdbDialect: SqlDialect = {
  text,
  timestamp: (ms) => `make_timestamp(${BigInt(ms) * 1000n})`,
  // Without coalesce, DuckDB compares a try_cast of a wider number before it is cast, so that what does not fit is not null.
  whole: (a, op, b) => `coalesce(try_cast(cast(${a} as hugeint) ${op} cast(${b} as hugeint) as bigint), null)`,
  span: (count, ms) => `coalesce(try_cast(try_cast(cast(${count} as hugeint) * cast(${ms} as hugeint) as decimal(15, 0)) as bigint), null)`,
  decimal: (digits) => `cast(${text(digits)} as decimal(38, 14))`,
  double: (value) => `cast('${value}' as double)`,
  same: (a, b) => `(${a} is not distinct from ${b})`,
  quotient: (a, b) => `(${a} // ${b})`,
  contains: (value, part) => `contains(${value}, ${part})`,
  startsWith: (value, part) => `starts_with(${value}, ${part})`,
  endsWith: (value, part) => `ends_with(${value}, ${part})`,
  wholeOf: (number) => `coalesce(try_cast(trunc(${number}) as bigint), null)`,
  wholeOfText: (value) =>
    `(case when regexp_full_match(${value}, '[+-]?[0-9]{1,20}') and length(${value}) <= 20 then try_cast(${value} as bigint) end)`,
  doubleOfText: (value) =>
    `(case when regexp_full_match(${value}, '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?') then ${finite(`try_cast(${value} as double)`, '')} end)`,
  // 0.0 is added because a negative zero is written as none.
  textOfDouble: (double) => `regexp_replace(${finite(`cast(${double} + cast(0 as double) as varchar)`, 'text')}, '[.]0$', '')`,
  textOfDecimal: (decimal) => `regexp_replace(cast(${decimal} as varchar), '([.][0-9]*[1-9])0+$|[.]0+$', '\\1')`,
  translated: (value, from, to) => `translate(${value}, ${text(from)}, ${text(to)})`,
  trimmed: (value) => `trim(${value}, ${text(WHITE_SPACE)})`,
  jsonField: (record, key) => {
    // A JSON pointer (RFC 6901), in which every key can be written; in a JSON path of the engine "*" is any key, and an empty one an error.
    const place = `${record}, ${text(`/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)}`;
    return `(case when json_type(${place}) <> 'NULL' then json_extract(${place}) end)`;
  },
  jsonScalar: (value) => `(${value} ->> '$')`,
  jsonText: (value) => `(case when json_type(${value}) = 'VARCHAR' then ${value} ->> '$' end)`,
  jsonNumber: (value) =>
    `(case when json_type(${value}) in ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE') then cast(${value} ->> '$' as double) end)`,
  jsonBool: (value) => `(case when json_type(${value}) = 'BOOLEAN' then cast(${value} ->> '$' as boolean) end)`,
  spelling: (value) =>
    `translate(trim(regexp_replace(nfc_normalize(${value}), ${text(spellingRules.spaces)}, ' ', 'g')), ${text(spellingRules.capitals)}, ${text(spellingRules.smalls)})`,
};
