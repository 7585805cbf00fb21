import { isDeepStrictEqual } from 'node:util';
import { type Report } from '../run/run-report.js';
import { type Verdict } from './verdict.js';

export type Fields = Readonly<Record<string, unknown>>;

/** A receipt alone, or the whole answer that it came in. */
export function receiptIn(input: unknown): { readonly answer: Fields | null; readonly receipt: unknown } {
  if (typeof input !== 'object' || input === null || !('receipt' in input)) return { answer: null, receipt: input };
  return { answer: input as Fields, receipt: input.receipt };
}

/** What an answer says of itself must be what its receipt says. */
export function differsFromReceipt(answer: Fields | null, receipt: unknown): Verdict | null {
  if (answer === null || typeof receipt !== 'object' || receipt === null) return null;
  const said = receipt as Fields;
  const named = said['definition'] as Fields | undefined;
  const request = said['request'] as Fields | undefined;
  const expected: Fields = {
    ...said,
    definition: named?.['name'],
    version: named?.['version'],
    from: request?.['from'],
    to: request?.['to'],
  };
  const checked = ['definition', 'version', 'from', 'to', 'dateBasis', 'position', 'unit', 'total', 'totalExact', 'rows'];
  const field = checked.find((name) => name in answer && expected[name] !== undefined && !isDeepStrictEqual(answer[name], expected[name]));
  if (field === undefined) return null;
  if (field === 'rows') return otherRow(expected['rows'], answer['rows']);
  const firstDifference = { kind: 'answer' as const, field, expected: expected[field], found: answer[field] };
  return { valid: false, reason: `The answer was changed: its ${field} is not that of its receipt.`, firstDifference };
}

/** What stands beside the receipt, or is worded by another release in another way. */
const NOT_COMPUTED = ['receipt', 'comparison', 'unknown'];

/** What an answer says beyond its receipt (totals by currency, what was asked, what it means) must be what the log gives. */
export function differsFromReport(answer: Fields, report: Report): Verdict | null {
  const again = JSON.parse(JSON.stringify(report)) as Fields;
  const fields = [...Object.keys(again), 'totals'].filter((field) => !NOT_COMPUTED.includes(field) && field in answer);
  const field = fields.find((each) => !isDeepStrictEqual(answer[each], again[each]));
  if (field === undefined) return null;
  const firstDifference = { kind: 'answer' as const, field, expected: again[field] ?? null, found: answer[field] };
  return { valid: false, reason: `The answer was changed: its ${field} is not what the log gives.`, firstDifference };
}

/** The first row, counted from 1, that an answer does not have as its receipt has it; null stands for one that is not there. */
function otherRow(expected: unknown, found: unknown): Verdict {
  const [inReceipt, inAnswer] = [expected, found].map((rows): readonly unknown[] => (Array.isArray(rows) ? (rows as unknown[]) : []));
  const index = Array.from({ length: Math.max(inReceipt!.length, inAnswer!.length) }).findIndex(
    (_, at) => !isDeepStrictEqual(inReceipt![at], inAnswer![at]),
  );
  return {
    valid: false,
    reason: `The answer was changed: row ${index + 1} is not that of its receipt.`,
    firstDifference: {
      kind: 'answer',
      field: 'rows',
      row: index + 1,
      expected: inReceipt![index] ?? null,
      found: inAnswer![index] ?? null,
    },
  };
}
