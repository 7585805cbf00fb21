import { absenceAt, isEmployed, isGone, type RepState } from '../rep-state.js';

/**
 * Who handles at an instant what falls due for an absent rep: the cover named; where that one is absent too, the cover's cover, and so on.
 * Null where the rep is there, where no cover is named, or where everyone along the chain is away. A chain that comes back to one already asked
 * ends.
 */
export function coverAt(rep: string, at: number, repOf: (id: string) => RepState | null | undefined): string | null {
  const asked = new Set<string>();
  for (let current = rep; !asked.has(current);) {
    asked.add(current);
    const state = repOf(current);
    if (!state) return null;
    const absence = absenceAt(state, at);
    if (!absence) return current !== rep && isEmployed(state, at) && !isGone(state, at) ? current : null;
    if (absence.cover === null) return null;
    current = absence.cover;
  }
  return null;
}

/** The same where people are read one by one: only those along the chain. */
export async function coverFrom(rep: string, at: number, repOf: (id: string) => Promise<RepState>): Promise<string | null> {
  const chain = new Map<string, RepState>();
  for (let next: string | null | undefined = rep; next != null && !chain.has(next); next = absenceAt(chain.get(next)!, at)?.cover) {
    chain.set(next, await repOf(next));
  }
  return coverAt(rep, at, (id) => chain.get(id));
}
