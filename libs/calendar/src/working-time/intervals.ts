/** Ascending, not overlapping, not touching; milliseconds since the epoch, starts inclusive, ends exclusive. */
export interface Intervals {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  /** Milliseconds of all intervals before the one of the same index. */
  readonly before: Float64Array;
  /** Milliseconds of all of them. */
  readonly total: number;
}

/** Sorts, joins what overlaps or touches, and adds up. */
export function intervalsOf(pairs: readonly (readonly [start: number, end: number])[]): Intervals {
  const joined: [number, number][] = [];
  for (const [start, end] of [...pairs].sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (end <= start) continue;
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  const before = new Float64Array(joined.length);
  let total = 0;
  joined.forEach(([start, end], index) => {
    before[index] = total;
    total += end - start;
  });
  return { starts: Float64Array.from(joined, ([start]) => start), ends: Float64Array.from(joined, ([, end]) => end), before, total };
}

/** The last interval that starts at or before `ms`; −1 where none does. */
export function indexAt({ starts }: Intervals, ms: number): number {
  let low = -1;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= ms) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Milliseconds inside the intervals before `ms`. */
export function msBefore(intervals: Intervals, ms: number): number {
  const index = indexAt(intervals, ms);
  if (index < 0) return 0;
  return intervals.before[index]! + Math.min(ms, intervals.ends[index]!) - intervals.starts[index]!;
}

/** The first instant before which `wanted` milliseconds lie inside the intervals; 0 < wanted ≤ total. */
export function instantAfter({ starts, before }: Intervals, wanted: number): number {
  let low = 0;
  let high = before.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (before[middle]! < wanted) low = middle;
    else high = middle - 1;
  }
  return starts[low]! + wanted - before[low]!;
}
