/** A due timer, as it stands in the table. */
export interface DueTimer {
  readonly timer: string;
  readonly kind: string;
  readonly stream: string;
  /** ISO, UTC. */
  readonly dueAt: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Failures in a row before this try. */
  readonly failures: number;
}

/**
 * What became of a timer. `fired`: the log has what it stands for (or had it already). `void`: the lead has moved on, and the table will
 * follow. `wait`: it must not fire now (its rule is off); asked again after `forMs`, or when `wakeTimers` says so.
 */
export type Fired =
  { readonly kind: 'fired' } | { readonly kind: 'void' } | { readonly kind: 'wait'; readonly because: string; readonly forMs: number };

/** How one kind of timer fires: a command with an id derived from the timer and its due time, which decides on the log as it is then. */
export interface TimerKind {
  readonly kind: string;
  /** Throws where it could not be done: then it is tried again, for ever, with growing pauses. */
  fire(timer: DueTimer): Promise<Fired>;
}
