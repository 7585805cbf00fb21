import { type StoredEvent } from '#libs/event-store';

/** Less than this is written row by row in about a second, whatever the read models hold. */
const LEAST_EVENTS = 5_000;

/**
 * Watches for a history that is larger than the log was before it: then building the read models anew, once it is there, costs less than to
 * bring them up to date with it row by row. By doubling, so all building together reads no event more often than a few times.
 */
export class HistoryAhead {
  private importId: string | null = null;
  private heldBefore = 0;
  private brought = 0;

  constructor(private readonly least = LEAST_EVENTS) {}

  /**
   * @param position of the first of these events.
   * @returns the import that is still bringing such a history; null: go on.
   */
  take(position: number, events: readonly StoredEvent[]): string | null {
    events.forEach(({ type, metadata: { importId } }, index) => {
      if (type === 'import.completed' || type === 'import.retracted') this.importId = null;
      if (importId === undefined) return;
      if (importId !== this.importId) {
        this.importId = importId;
        this.heldBefore = position + index - 1;
        this.brought = 0;
      }
      this.brought++;
    });
    return this.importId !== null && this.brought > Math.max(this.least, this.heldBefore) ? this.importId : null;
  }
}
