/**
 * When a filtered subscription tells its client how far it has come (protocol 3.5): after each interval of events considered, matching or
 * not, and at the end of history. Positions strictly rise, and none lies beyond a matching event that was not sent.
 */
export class CheckpointCounter {
  private sinceLast = 0;
  private sent = 0;
  private reached: number;

  constructor(
    private readonly interval: number,
    private readonly start: number,
  ) {
    this.reached = start;
  }

  /** Call it after the event was sent or skipped; a position is due where one is returned. */
  considered(position: number): number | null {
    this.reached = position;
    this.sinceLast += 1;
    return this.sinceLast >= this.interval ? this.mark(position) : null;
  }

  /** At the end of history, whose last position is `tail`. */
  atEnd(tail: number): number | null {
    const position = Math.max(this.reached, Math.min(this.start, tail));
    return position > this.sent && position <= tail ? this.mark(position) : null;
  }

  private mark(position: number): number {
    this.sinceLast = 0;
    this.sent = position;
    return position;
  }
}
