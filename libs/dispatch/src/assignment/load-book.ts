import { type RepLoad } from './dispatch-state.js';

/** Two days hold every calendar day that is not over anywhere. */
const KEPT_MS = 2 * 86_400_000;

interface Load {
  held: number;
  /** Decided for the rep and on their way. */
  promised: number;
  /** When leads were given to the rep, ascending, milliseconds since the epoch. */
  given: number[];
}

/** What each rep has and takes. */
export class LoadBook {
  private readonly reps = new Map<string, Load>();

  of(rep: string): RepLoad {
    const load = this.reps.get(rep);
    if (!load) return NOTHING;
    return {
      open: load.held + load.promised,
      takenSince: (from) => load.given.length - firstFrom(load.given, from) + load.promised,
    };
  }

  hold(rep: string, change: 1 | -1): void {
    this.load(rep).held += change;
  }

  promise(rep: string, change: 1 | -1): void {
    this.load(rep).promised += change;
  }

  give(rep: string, at: number): void {
    const { given } = this.load(rep);
    given.splice(firstFrom(given, at + 1), 0, at);
    const old = firstFrom(given, given.at(-1)! - KEPT_MS);
    if (old > 0) given.splice(0, old);
  }

  toJSON(): unknown {
    return [...this.reps].map(([rep, { held, promised, given }]) => [rep, held, promised, given]);
  }

  restore(saved: unknown): void {
    for (const [rep, held, promised, given] of saved as [string, number, number, number[]][])
      this.reps.set(rep, { held, promised, given: [...given] });
  }

  private load(rep: string): Load {
    let load = this.reps.get(rep);
    if (!load) this.reps.set(rep, (load = { held: 0, promised: 0, given: [] }));
    return load;
  }
}

const NOTHING: RepLoad = { open: 0, takenSince: () => 0 };

/** Index of the first entry from `at` on. */
function firstFrom(ascending: readonly number[], at: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
