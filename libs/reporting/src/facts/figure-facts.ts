import { type LedgerEvent } from '#libs/contracts';
import { type Receipt } from '../receipt/receipt.js';
import { exactOf } from '../run/figure.js';
import { type FactCell, type FactColumn } from './fact-columns.js';

type FigureEvent = LedgerEvent<
  'definition.figure-published' | 'definition.figure-restated' | 'definition.figure-held' | 'definition.figure-redefined'
>;

const DIGITS = 12;
const SCALE = 10n ** BigInt(DIGITS);
/** Beyond it, a difference of two in millionths would not be exact any more in engines of 128 bits. */
const TOO_LARGE = 10n ** 18n * SCALE;

export function figureFacts({ type, data }: FigureEvent): Partial<Record<FactColumn, FactCell>> {
  if (type === 'definition.figure-redefined') return { figure: data.before.figureId, version: data.before.version };
  const figure = { figure: data.figureId, version: data.version };
  return 'receipt' in data ? { ...figure, figure_value: totalOf(data.receipt) } : figure;
}

/** The value of the whole report that a receipt proves, rounded half away from zero. */
function totalOf(receipt: unknown): string | null {
  const { total, totalExact } = receipt as Pick<Receipt, 'total' | 'totalExact'>;
  // What a receipt of another making says as a number alone is no exact value, unless it is whole.
  if (typeof total !== 'number' || (!totalExact && !Number.isSafeInteger(total))) return null;
  const { numerator, denominator } = exactOf({ value: total, exact: totalExact })!;
  const magnitude = ((numerator < 0n ? -numerator : numerator) * SCALE * 2n + denominator) / (2n * denominator);
  if (magnitude >= TOO_LARGE) return null;
  const digits = magnitude.toString().padStart(DIGITS + 1, '0');
  return `${numerator < 0n && magnitude > 0n ? '-' : ''}${digits.slice(0, -DIGITS)}.${digits.slice(-DIGITS)}`;
}
