import { assertNever } from '#libs/platform';
import { type OffsetTransition } from '#libs/calendar';
import { type Cohort } from '../definitions/cohort.js';
import { type TimeFact } from '../entities/entity.js';
import { countedDaySql, datePartSql, durationSql } from './time-sql.js';

/** Whether what a cohort waits for came within its window. False where it did not, or where one of the two times is unknown. */
export function reachedSql({ window }: Cohort, from: TimeFact, of: TimeFact, transitions: readonly OffsetTransition[]): string {
  const [begun, came] = [countedDaySql(from, transitions), countedDaySql(of, transitions)];
  const known = (sql: string): string =>
    `coalesce(case when ${from.precision} = 'unknown' or ${of.precision} = 'unknown' then false else ${sql} end, false)`;
  switch (window.kind) {
    case 'days':
      return known(`${came} - ${begun} <= ${window.days}`);
    case 'span':
      return `coalesce(${durationSql(from, of, transitions)} <= ${window.ms}, false)`;
    case 'calendar':
      return known(`${datePartSql[window.unit]!(came)} <= ${datePartSql[window.unit]!(begun)}`);
    case 'ever':
      return `(${of.at} is not null)`;
    default:
      return assertNever(window);
  }
}
