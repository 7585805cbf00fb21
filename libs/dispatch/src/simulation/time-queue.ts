/** Something that happens at an instant (milliseconds since the epoch). */
export interface Timed {
  readonly at: number;
  /** At one instant in this order, then in the order in which they were put in. */
  readonly rank: number;
}

/** A binary heap: takes whatever comes next. The same things put in in the same order come out in the same order. */
export class TimeQueue<T extends Timed> {
  private readonly heap: { readonly item: T; readonly order: number }[] = [];
  private count = 0;

  constructor(items: Iterable<T> = []) {
    for (const item of items) this.put(item);
  }

  put(item: T): void {
    const { heap } = this;
    let index = heap.push({ item, order: this.count++ }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.isBefore(index, parent)) break;
      this.swap(index, parent);
      index = parent;
    }
  }

  take(): T | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last) return undefined;
    if (heap.length > 0) {
      heap[0] = last;
      this.sink();
    }
    return first.item;
  }

  private sink(): void {
    for (let index = 0; ;) {
      const left = 2 * index + 1;
      let next = index;
      if (left < this.heap.length && this.isBefore(left, next)) next = left;
      if (left + 1 < this.heap.length && this.isBefore(left + 1, next)) next = left + 1;
      if (next === index) return;
      this.swap(index, next);
      index = next;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const one = this.heap[a]!;
    const other = this.heap[b]!;
    return (
      one.item.at - other.item.at < 0 || (one.item.at === other.item.at && (one.item.rank - other.item.rank || one.order - other.order) < 0)
    );
  }

  private swap(a: number, b: number): void {
    const { heap } = this;
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  }
}
