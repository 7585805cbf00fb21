import { duckdbDialect } from '#libs/expressions';
import { type RecordFields, type ReportDialect } from './report-dialect.js';

const assigned = (fields: RecordFields): string => fields.map(([name, sql]) => `${name} := ${sql}`).join(', ');
const formats = { day: '%Y-%m-%d', week: '%G-W%V', month: '%Y-%m', year: '%Y' } as const;

export const duckdbReports: ReportDialect = {
  ...duckdbDialect,
  beforeAllTime: `'-infinity'::timestamp`,
  afterAllTime: `'infinity'::timestamp`,
  isWithinTime: (at) => `isfinite(${at})`,
  date: (day) => `date '${day}'`,
  secondsLater: (at, seconds) => `${at} + to_seconds(${seconds})`,
  lastBefore: (at) => `${at} - interval 1 millisecond`,
  epochMs: (at) => `epoch_ms(${at})`,
  datePart: (unit, day) =>
    unit === 'quarter' ? `(strftime(${day}, '%Y') || '-Q' || quarter(${day}))` : `strftime(${day}, '${formats[unit]}')`,
  // The start in microseconds, then 63 bits for the other. Of what is not finite DuckDB has no microseconds.
  orderOf: (start, then) =>
    `(cast(coalesce(epoch_us(${start}), case when ${start} = 'infinity' then 9223372036854775807 else -9223372036854775808 end) as hugeint) * 9223372036854775808 + ${then})`,
  eachDay: (from, until) => `date '1970-01-01' + cast(unnest(range(${from} - date '1970-01-01', ${until} - date '1970-01-01')) as integer)`,

  record: (fields) => `struct_pack(${assigned(fields)})`,
  ofGreatest: (value, key) => `arg_max(${value}, ${key})`,
  ofLeast: (value, key) => `arg_min(${value}, ${key})`,
  list: (values) => `list(${values})`,
  nth: (list, n) => `${list}[${n}]`,
  sizeOf: (list) => `len(${list})`,
  joined: (list) => `array_to_string(list_sort(list_distinct(${list})), ', ')`,
  lastKnown: (value) => `last_value(${value} ignore nulls)`,
  withReplaced: (alias, fields) => `${alias}.* replace (${fields.map(([name, sql]) => `${sql} as ${name}`).join(', ')})`,
  eachText: (jsonList, further) =>
    `unnest(list_distinct(list_concat(coalesce(from_json(${jsonList}, '["VARCHAR"]'), []), case when ${further} is null then [] else [${further}] end)))`,
  overlaid: (list) => `list_reduce(${list}, lambda before, change: cast(json_merge_patch(before, change) as varchar))`,

  digitsOf: (decimal) => `cast(replace(cast(${decimal} as varchar), '.', '') as hugeint)`,
  // Without coalesce, DuckDB compares a try_cast of a wider number before it is cast.
  shareInMillionths: (part, whole) => `coalesce(try_cast((${part} * 1000000 + ${whole} // 2) // ${whole} as bigint), null)`,

  asOfJoin: ({ kind, table, alias, on, at, is = '>=', from }) =>
    `asof ${kind === 'left' ? 'left ' : ''}join ${table} ${alias} on ${on} and ${at} ${is} ${from}`,
  factsUpTo: (position) => `facts_up_to(${position})`,
  // A bare `in` becomes a join above the scan, which has read all rows by then.
  isOneOf: (column, values) => `coalesce(${column} in (${values.join(', ')}), false)`,
  query: (name, body, isKept) => `${name} as ${isKept ? '' : 'not '}materialized (${body})`,
};
