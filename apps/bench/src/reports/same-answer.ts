import { type ReportComparison } from '#libs/reporting';

const CLOSE = 1e-9;

/** A comparison of speeds is worth something only where the answers are the same. Counts as one operation. */
export function assertSame(found: number | null, expected: number | null): number {
  if (found === null || expected === null || Math.abs(found - expected) > CLOSE)
    throw new Error(`The answers differ: ${found} is not ${expected}`);
  return 1;
}

/** Of rows `{ part, whole }`: the sum of the parts, over the sum of the wholes where there are any. */
export function totalByHand(rows: readonly object[]): number {
  let part = 0;
  let whole: number | null = null;
  for (const row of rows as readonly { part: number; whole: number | null }[]) {
    part += row.part;
    if (row.whole !== null) whole = (whole ?? 0) + row.whole;
  }
  return whole === null ? part : part / whole;
}

export async function sizeOfDifference({ entries }: ReportComparison): Promise<number> {
  let size = 0;
  for await (const { list } of entries) if (list !== 'change') size++;
  return size;
}
