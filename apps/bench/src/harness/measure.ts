import { type Round } from './benchmark.js';

/** Milliseconds, to the microsecond. */
const since = (start: number): number => Math.round((performance.now() - start) * 1_000) / 1_000;

/** Keeps `inFlight` operations under way until all are done. The first failure ends it and is thrown: a rate with failures in it says nothing.
 * Of the operations under way at once each has another `slot`. */
export async function closedLoop(
  operations: number,
  inFlight: number,
  work: (index: number, slot: number) => Promise<unknown>,
): Promise<Round> {
  const latenciesMs: number[] = [];
  let next = 0;
  const worker = async (_: unknown, slot: number): Promise<void> => {
    while (next < operations) {
      const index = next++;
      const start = performance.now();
      await work(index, slot);
      latenciesMs.push(since(start));
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: Math.min(inFlight, operations) }, worker));
  return { operations, seconds: since(start) / 1_000, latenciesMs, errors: 0 };
}

/** A job as a whole; it says how many operations it was. */
export async function wholeJob(work: () => Promise<number>): Promise<Round> {
  const start = performance.now();
  const operations = await work();
  const ms = since(start);
  return { operations, seconds: ms / 1_000, latenciesMs: [ms], errors: 0 };
}

export async function countOf(items: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of items) count++;
  return count;
}
