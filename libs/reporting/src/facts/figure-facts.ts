import { type LedgerEvent } from '#libs/contracts';
import { decimalText } from '#libs/platform';
import { type Receipt } from '../receipt/receipt.js';
import { exactOf } from '../run/figure.js';
import { type FactCell, type FactColumn } from './fact-columns.js';

type FigureEvent = LedgerEvent<
  'definition.figure-published' | 'definition.figure-restated' | 'definition.figure-held' | 'definition.figure-redefined'
>;

export function figureFacts({ type, data }: FigureEvent): Partial<Record<FactColumn, FactCell>> {
  if (type === 'definition.figure-redefined') return { figure: data.before.figureId, version: data.before.version };
  const figure = { figure: data.figureId, version: data.version };
  return 'receipt' in data ? { ...figure, figure_value: totalOf(data.receipt) } : figure;
}

/** The value of the whole report that a receipt proves. */
function totalOf(receipt: unknown): string | null {
  const { total, totalExact } = receipt as Pick<Receipt, 'total' | 'totalExact'>;
  // What a receipt of another making says as a number alone is no exact value, unless it is whole.
  if (typeof total !== 'number' || (!totalExact && !Number.isSafeInteger(total))) return null;
  return decimalText(exactOf({ value: total, exact: totalExact })!);
}
