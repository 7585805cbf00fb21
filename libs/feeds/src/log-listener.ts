import pg from 'pg';

/** How often those who wait look for themselves while the connection is down. */
const POLL_MS = 1_000;
const RECONNECT_MS = 1_000;

/**
 * Wakes those who wait for the log to grow: one connection a process with `LISTEN log_advanced`, however many wait.
 *
 * Modes: listening → (connection lost) → reconnecting, again and again → listening; any → closed, for good.
 * A notification may be lost with its connection, so a reconnect counts as one, and while reconnecting every wait ends after a second.
 * Wake-ups are hints: who is woken reads the table. `advances` only grows; comparing it closes the gap between reading and waiting.
 */
export class LogListener {
  private client: pg.Client | null = null;
  private retry: NodeJS.Timeout | null = null;
  private closed = false;
  private count = 0;
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly databaseUrl: string,
    private readonly onError: (error: Error) => void,
  ) {}

  get advances(): number {
    return this.count;
  }

  start(): void {
    void this.connect();
  }

  /** Resolves when the log has advanced since `seen`, when `timeoutMs` have passed, or when `signal` aborts. Never rejects. */
  async advancedSince(seen: number, timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (this.count !== seen || signal.aborted || this.closed) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, this.client ? timeoutMs : Math.min(timeoutMs, POLL_MS));
      this.waiting.add(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.retry) clearTimeout(this.retry);
    this.wake();
    const client = this.client;
    this.client = null;
    await client?.end().catch(this.onError);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.databaseUrl, application_name: 'feed listener', keepAlive: true });
    let lost = false;
    const lose = (error: Error): void => {
      if (lost) return;
      lost = true;
      this.client = null;
      if (this.closed) return;
      this.onError(error);
      this.retry = setTimeout(() => void this.connect(), RECONNECT_MS);
    };
    client.on('error', lose);
    client.on('end', () => lose(new Error('The connection that listens for the log ended')));
    client.on('notification', () => this.wake());
    try {
      await client.connect();
      await client.query('listen log_advanced');
      if (this.closed) return await client.end();
      this.client = client;
      this.wake();
    } catch (error) {
      lose(error instanceof Error ? error : new Error(String(error)));
      await client.end().catch(() => undefined);
    }
  }

  private wake(): void {
    this.count++;
    for (const done of [...this.waiting]) done();
  }
}
