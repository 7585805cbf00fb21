import { type ReportContext } from '../run/report-context.js';
import { countedDay, dayNumber } from './past.features.js';
import { type ReferenceRow } from './reference-row.features.js';

const digits = (text: string, scale: number): bigint => {
  const [whole = '0', rest = ''] = text.replace('-', '').split('.');
  const value = BigInt(whole + rest.padEnd(scale, '0'));
  return text.startsWith('-') ? -value : value;
};

/** The money of a row in the currency of the definition: by the last rate that began by its date and still holds. `lacks`: the currency without one. */
export function converted(row: ReferenceRow, { definition: { convert }, scope: { rates, zone } }: ReportContext): Record<string, unknown> {
  if (!convert || !rates) return {};
  const amount = (row.facts['amount'] as string | null) ?? null;
  const currency = (row.facts['currency'] as string | null) ?? null;
  if (amount === null) return { currency: null, lacks: null };
  const at = row.times[convert.at] ?? null;
  const day = at?.known ? countedDay(at, zone) : null;
  const begun = rates.rates.filter((rate) => rate.currency === currency && day !== null && rate.from <= day);
  const last = begun.reduce<(typeof begun)[number] | null>((newest, rate) => (newest && newest.from > rate.from ? newest : rate), null);
  const holds = last && dayNumber(day!) - dayNumber(last.from) < rates.holdsDays;
  const rate = currency === convert.to ? '1' : holds ? last.rate : null;
  if (rate === null) return { amount: null, currency: convert.to, lacks: currency };
  const product = digits(amount, 6) * digits(rate, 8);
  const text = (product < 0n ? -product : product).toString().padStart(15, '0');
  return { amount: `${product < 0n ? '-' : ''}${text.slice(0, -14)}.${text.slice(-14)}`, currency: convert.to, lacks: null };
}
