import { type Contender, type Figure, type Round } from './benchmark.js';
import { type PeakMemory, watchingMemory } from './memory-watch.js';
import { type FigureResult, resultOf } from './result.js';

/**
 * Measures the contenders of a figure in turns, every other round in the opposite order, so that what changes on the machine meanwhile meets all
 * of them. A contender that fails as a whole is told of as one error, and the others go on.
 */
export async function runFigure(benchmark: string, figure: Figure, pids: () => readonly number[]): Promise<FigureResult> {
  const measured = figure.contenders.map((contender) => ({
    contender,
    rounds: [] as Round[],
    memory: { benchMiB: 0, othersMiB: null } as PeakMemory,
    firstError: null as string | null,
  }));
  // The number after the last: a round of its own, which a contender may have other questions for.
  if (figure.warmUp) for (const { contender } of measured) await attempt(contender, figure.rounds);
  for (let round = 0; round < figure.rounds; round++) {
    const order = round % 2 === 0 || figure.inOrder ? measured : [...measured].reverse();
    for (const one of order) {
      const { result, memory } = await watchingMemory(pids(), () => attempt(one.contender, round));
      one.rounds.push(result.round);
      one.firstError ??= result.error;
      one.memory = larger(one.memory, memory);
    }
  }
  return resultOf(benchmark, figure, measured);
}

async function attempt(contender: Contender, round: number): Promise<{ round: Round; error: string | null }> {
  try {
    const measured = await contender.run(round);
    return { round: measured, error: measured.errors === 0 ? null : `${measured.errors} operations failed` };
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { round: { operations: 0, seconds: 0, latenciesMs: [], errors: 1 }, error: said };
  }
}

const larger = (a: PeakMemory, b: PeakMemory): PeakMemory => ({
  benchMiB: Math.max(a.benchMiB, b.benchMiB),
  othersMiB: a.othersMiB === null && b.othersMiB === null ? null : Math.max(a.othersMiB ?? 0, b.othersMiB ?? 0),
});
