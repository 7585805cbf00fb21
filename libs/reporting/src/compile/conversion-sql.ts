import { dialect } from '../dialect/dialect.js';
import { type Conversion } from '../definitions/conversion.js';
import { type TimeFact } from '../entities/entity.js';
import { type ScopeRates } from './scope.js';
import { countedDaySql } from './time-sql.js';
import { type OffsetTransition } from '#libs/calendar';

/** Twenty-four digits before the point and fourteen behind: an amount (six behind) times a rate (eight), with nothing rounded. */
const EXACT = 'decimal(38, 14)';

/** SQL over the row `r` and the rate `fx` of its date. */
export interface ConversionSql {
  readonly join: string;
  readonly amount: string;
  readonly currency: string;
  /** The currency of an amount that has no rate, else null. */
  readonly lacking: string;
}

/**
 * An amount in another currency by the rate of its date: the newest that began by then, while it holds. No rate, or no known date, gives no amount.
 */
export function conversionSql(
  { to }: Conversion,
  at: TimeFact,
  rates: ScopeRates,
  transitions: readonly OffsetTransition[],
): ConversionSql {
  const day = `(case when ${at.precision} <> 'unknown' then ${countedDaySql(at, transitions)} end)`;
  const target = dialect.text(to);
  const amount = `(case when r.currency = ${target} then cast(r.amount as ${EXACT}) when ${day} < fx.end_day then cast(r.amount as decimal(21, 6)) * fx.rate end)`;
  return {
    join: dialect.asOfJoin({ kind: 'left', table: rates.table, alias: 'fx', on: 'fx.currency = r.currency', at: day, from: 'fx.from_day' }),
    amount,
    currency: `(case when r.amount is not null then ${target} end)`,
    lacking: `(case when r.amount is not null and ${amount} is null then r.currency end)`,
  };
}

/** A row for each rate with the day on which it no longer holds: that of the next, or the first after its days. */
export function ratesTableSql({ rates, holdsDays }: Pick<ScopeRates, 'rates' | 'holdsDays'>): string {
  const values = rates.map(
    ({ currency, from, rate }) => `(${dialect.text(currency)}, ${dialect.date(from)}, cast(${dialect.text(rate)} as decimal(17, 8)))`,
  );
  const next = `lead(from_day) over (partition by currency order by from_day)`;
  return `select currency, from_day, least(coalesce(${next}, from_day + ${holdsDays}), from_day + ${holdsDays}) as end_day, rate from (values ${values.join(', ')}) as day(currency, from_day, rate)`;
}
