import { dialect } from '../dialect/dialect.js';
import { type DistinctRule } from '../definitions/definition.js';

/** Where a row counts whose time is not known. */
const BEFORE_ALL = '0001-01-01';

/**
 * Which rows of `source` count under a distinct rule: query `chosen`, the rows with `counts` and `by_event` (the event of the row that a repeat repeats).
 * Rows of one key are taken in order of (counted day, instant, position). A row of which a key is unknown stands alone.
 */
export function distinctSql(rule: DistinctRule, source: string): [name: string, text: string][] {
  const keys = rule.per.map((_, index) => `k${index}`);
  const known = keys.map((key) => `${key} is not null`).join(' and ');
  const partition = `${keys.join(', ')}, case when not (${known}) then id end`;
  const ordered = 'order by counted_day nulls first, begins, position';
  if (!rule.window) {
    const text = `select *, row_number() over w = 1 as counts, first_value(event) over w as by_event from ${source} window w as (partition by ${partition} ${ordered})`;
    return [['chosen', text]];
  }
  const { days } = rule.window;
  if (rule.window.since === 'any') {
    const counts = `row_number() over w = 1 or coalesce(counted_day - lag(counted_day) over w >= ${days}, true)`;
    return [
      [
        'chosen',
        `select *, ${counts} as counts, lag(event) over w as by_event from ${source} window w as (partition by ${partition} ${ordered})`,
      ],
    ];
  }
  // The first row of each key and day can count; from one that counts the next is the first at least `days` later.
  const same = (a: string, b: string): string => keys.map((key) => `${a}.${key} = ${b}.${key}`).join(' and ');
  const day = `coalesce(counted_day, ${dialect.date(BEFORE_ALL)})`;
  const list = keys.join(', ');
  const next = dialect.asOfJoin({
    kind: 'inner',
    table: 'candidate',
    alias: 'b',
    on: same('a', 'b'),
    at: `a.cday + ${days}`,
    is: '<=',
    from: 'b.cday',
  });
  return [
    ['keyed', `select id, event, ${list}, ${day} as cday, begins, position from ${source} where ${known}`],
    [
      'candidate',
      `select id, event, ${list}, cday from (select id, event, ${list}, cday, row_number() over (partition by ${list}, cday order by begins, position) as nth from keyed) ranked where nth = 1`,
    ],
    ['step', `select a.id, b.id as next_id from candidate a ${next}`],
    [
      'reached',
      `select id from (select id, row_number() over (partition by ${list} order by cday) as nth from candidate) ranked where nth = 1 union all select s.next_id from reached r join step s on s.id = r.id`,
    ],
    ['counting', `select c.id, c.event, ${keys.map((key) => `c.${key}`).join(', ')}, c.cday from candidate c join reached using (id)`],
    [
      'chosen',
      `select s.*, c.id is null or s.id = c.id as counts, c.event as by_event from ${source} s ${dialect.asOfJoin({ kind: 'left', table: 'counting', alias: 'c', on: same('s', 'c'), at: `coalesce(s.counted_day, ${dialect.date(BEFORE_ALL)})`, from: 'c.cday' })}`,
    ],
  ];
}

/** The rows of the definition's entity, where relations read them too. */
export const OWN_ROW = 'own_row';

/** The members of a report with what each adds to it. */
export const COUNTED = 'counted';

/** Queries that are read more than once, or in every step of the recursion. */
export const materialised: ReadonlySet<string> = new Set(['keyed', 'candidate', 'step', 'merge_span', OWN_ROW, COUNTED]);
