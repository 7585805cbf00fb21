import { type LedgerEvent } from '#libs/contracts';
import { type History } from './history.features.js';

const names = ['win_rate', 'new_leads'] as const;

/** What a receipt says of the whole: nothing, a count, a share, a sum that is large, small, nought or below. */
function receiptOf(a: number, b: number): unknown {
  const exact = (numerator: string, denominator: string) => ({
    total: Number(numerator) / Number(denominator),
    totalExact: { numerator, denominator },
  });
  if (a === 0) return b < 3 ? { total: null, totalExact: null } : exact('-7', '3');
  if (a === 1) return { total: b * 100, totalExact: null };
  if (a === 2) return exact(String(b), '7');
  if (a === 3) return exact(`${b}000000000000000000`, '1');
  return a === 4 ? exact(String(b), '3000000000000') : exact(String(100 + b), '101');
}

/** A figure is published, or one of those there are is restated, held, or answered by another version. */
export function figureEvent(
  history: History,
  { lead, a, b, hour }: { readonly lead: number; readonly a: number; readonly b: number; readonly hour: number },
): LedgerEvent {
  const published = history.events.flatMap((event) => (event.type === 'definition.figure-published' ? [event.data] : []));
  const before = lead < 3 && published.length > 0 ? published[hour % published.length]! : null;
  const figureId = `figure${history.events.length}`;
  if (!before) {
    const data = { name: names[b % 2]!, version: 1 + (a % 2), figureId, receipt: receiptOf(a, b) };
    return { type: 'definition.figure-published', data };
  }
  const { name, version } = before;
  if (lead === 0)
    return { type: 'definition.figure-redefined', data: { name, version: 3, figureId, before: { figureId: before.figureId, version } } };
  const decided = { name, version, figureId: before.figureId, causes: [], reason: 'test' };
  return lead === 1
    ? { type: 'definition.figure-held', data: { ...decided, position: String(history.events.length) } }
    : { type: 'definition.figure-restated', data: { ...decided, receipt: receiptOf(a, b) } };
}
