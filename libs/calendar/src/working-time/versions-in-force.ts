/** What a version of a calendar says about its own time. */
interface Dated {
  readonly version: number;
  /** From when it is in force, milliseconds since the epoch; −Infinity: since always. */
  readonly from: number;
}

/**
 * The versions in the order in which they are in force, one after the other: each from its `from` until the next. Of two from the same instant
 * the one published later holds.
 */
export const inForce = <V extends Dated>(versions: readonly V[]): readonly V[] =>
  [...versions]
    .sort((a, b) => (a.from === b.from ? a.version - b.version : a.from < b.from ? -1 : 1))
    .filter(({ from }, index, sorted) => sorted[index + 1]?.from !== from);
