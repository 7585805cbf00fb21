/** Something that is so on the effective clock, as far as is known: `key` tells it apart from other slices. */
export interface Slice<T> {
  readonly key: string;
  readonly value: T;
}

/** The moment from which something else was known. */
export interface Knowledge {
  /** Recorded time (ISO, UTC); never goes back. */
  readonly knownAt: string;
  readonly position: number;
}

/** A slice with the span in which it was what we knew. */
export interface Layer<T> {
  readonly value: T;
  readonly from: Knowledge;
  /** Null: still so. */
  readonly until: Knowledge | null;
}

/**
 * Builds the second clock: feed it, in order of recording, every state that was known, and it keeps from when to when each slice was part of
 * it. A slice that stays is one layer; one that is no longer part of the state is closed and never changed again.
 */
export class KnownLayers<T> {
  private readonly open = new Map<string, { value: T; from: Knowledge }>();
  private readonly closed: Layer<T>[] = [];

  know(at: Knowledge, slices: readonly Slice<T>[]): void {
    const present = new Set(slices.map(({ key }) => key));
    for (const [key, { value, from }] of this.open) {
      if (present.has(key)) continue;
      this.open.delete(key);
      this.closed.push({ value, from, until: at });
    }
    for (const { key, value } of slices) if (!this.open.has(key)) this.open.set(key, { value, from: at });
  }

  layers(): Layer<T>[] {
    return [...this.closed, ...[...this.open.values()].map(({ value, from }) => ({ value, from, until: null }))];
  }
}
