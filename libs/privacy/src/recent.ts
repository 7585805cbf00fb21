import { type Clock } from '#libs/platform';

/** Keeps the most recently used entries, each no longer than `maxAgeMs` after it was put in. */
export class Recent<V> {
  /** In order of use, oldest first. */
  private readonly entries = new Map<string, { readonly value: V; readonly untilMs: number }>();

  constructor(
    private readonly limit: number,
    private readonly maxAgeMs: number,
    private readonly clock: Clock,
  ) {}

  get(key: string): V | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.entries.delete(key);
    if (entry.untilMs <= this.clock.now().getTime()) return undefined;
    this.entries.set(key, entry);
    return entry.value;
  }

  put(key: string, value: V): void {
    this.entries.delete(key);
    if (this.entries.size >= this.limit) this.entries.delete(this.entries.keys().next().value!);
    this.entries.set(key, { value, untilMs: this.clock.now().getTime() + this.maxAgeMs });
  }

  delete(key: string): void {
    this.entries.delete(key);
  }
}
