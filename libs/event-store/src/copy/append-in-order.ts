import { type AppendableRun } from './appendable.js';
import { orderLost } from './copy-problem.js';
import { type RawLog } from './raw-log.js';

const IN_FLIGHT = 64;
/** A run larger than this is under way alone: no server that is in use takes less, so one under way beside others is not refused for its size. */
const MAX_BYTES_BESIDE_OTHERS = 16_384;

interface UnderWay {
  readonly events: number;
  /** Null: it is there. Never rejects. */
  readonly failure: Promise<Error | null>;
}

/**
 * Appends runs so that they come to lie in the target in their order, several at once where the target executes the appends of one call in the order
 * in which they arrive (it says so by offering `BatchAppend`; check item 23 of the protocol), else one by one.
 *
 * A kill on either side, or a lost connection, cuts that order off somewhere: what is in the target is a beginning of the source. Only a target that
 * refuses one append and takes a later one of those that were under way could break it. What it refuses by rule cannot come to that: large runs
 * go alone, and a stream that is already taken means a target that is not ours. What remains is a server that gives one up half-way (a write timeout):
 * then nothing further is sent and `orderLost` is thrown, if it took a later one.
 */
export async function appendInOrder(
  runs: AsyncGenerator<AppendableRun>,
  target: RawLog,
  onAppended: (events: number) => void,
): Promise<void> {
  const most = (await target.keepsOrderOfAppends()) ? IN_FLIGHT : 1;
  const underWay: UnderWay[] = [];
  let isFirst = true;
  const settleUntil = async (left: number): Promise<void> => {
    while (underWay.length > left) {
      const { events, failure } = underWay.shift()!;
      const error = await failure;
      if (error) throw await afterFailure(error, underWay);
      onAppended(events);
    }
  };
  try {
    for await (const { events, bytes } of runs) {
      // The first opens the call that all share; before it is open two may overtake each other in the client.
      const goesAlone = isFirst || bytes > MAX_BYTES_BESIDE_OTHERS;
      isFirst = false;
      await settleUntil(goesAlone ? 0 : most - 1);
      const appended = target.append(events);
      underWay.push({ events: events.length, failure: appended.then(() => null, asError) });
      if (goesAlone) await settleUntil(0);
    }
    await settleUntil(0);
  } finally {
    // The source may have failed: no append outlives this call.
    await Promise.all(underWay.map(({ failure }) => failure));
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

async function afterFailure(error: Error, later: readonly UnderWay[]): Promise<Error> {
  const failures = await Promise.all(later.map(({ failure }) => failure));
  return failures.includes(null) ? orderLost(error) : error;
}
