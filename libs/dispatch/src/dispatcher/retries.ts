import { type Logger, ProblemError } from '#libs/platform';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;
/** After so many failures in a row it is somebody's business: a minute or so. */
const TELL_AFTER = 8;

interface Failed {
  readonly failures: number;
  readonly dueMs: number;
  readonly message: string;
  readonly told: boolean;
}

/**
 * What could not be done, each thing under a key. It is due again after a pause that grows with every failure up to a minute; the log says it
 * once, and again where the reason changes; a person is told when it has failed for a minute or so, until that succeeds once.
 *
 * Nothing here is needed to go on: a process that begins tries everything at once.
 */
export class Retries {
  private readonly known = new Map<string, Failed>();

  /** `said` goes before "; it is tried again" in the log. `now` in milliseconds, never going back. */
  constructor(
    private readonly logger: Pick<Logger, 'warn' | 'error'>,
    private readonly said: string,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** False while it pauses after a failure. */
  isDue(key: string): boolean {
    const failed = this.known.get(key);
    return failed === undefined || failed.dueMs <= this.now();
  }

  /** Everything whose pause is over; each is named once after a failure. */
  takeDue(): readonly string[] {
    const due = [...this.known].filter(([key]) => this.isDue(key));
    for (const [key, failed] of due) this.known.set(key, { ...failed, dueMs: Infinity });
    return due.map(([key]) => key);
  }

  /** `tell` raises the alert for this error; it is asked again after a later failure where it fails itself. */
  failed(key: string, error: unknown, tell?: (message: string, failures: number) => Promise<unknown>): void {
    const before = this.known.get(key);
    const failures = (before?.failures ?? 0) + 1;
    const message = error instanceof Error ? error.message : String(error);
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
    this.known.set(key, { failures, dueMs: this.now() + pauseMs, message, told: before?.told ?? false });
    if (before?.message !== message)
      this.logger[error instanceof ProblemError ? 'warn' : 'error']({ err: error, key, failures }, `${this.said}; it is tried again`);
    if (tell && failures >= TELL_AFTER && !before?.told) this.tell(key, () => tell(message, failures));
  }

  forget(key: string): void {
    this.known.delete(key);
  }

  /** Forgets everything else. */
  keep(isAsked: (key: string) => boolean): void {
    for (const key of this.known.keys()) if (!isAsked(key)) this.known.delete(key);
  }

  private tell(key: string, tell: () => Promise<unknown>): void {
    tell().then(
      () => {
        const failed = this.known.get(key);
        if (failed) this.known.set(key, { ...failed, told: true });
      },
      (error: unknown) => this.logger.warn({ err: error, key }, 'Nobody could be told of it now'),
    );
  }
}
