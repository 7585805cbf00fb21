import { type Pool, type PoolClient } from 'pg';

/** First half of the keys of the locks that a deciding process holds, one a team ("ledger dispatch"). */
const DISPATCH_LOCKS = 7_365_204;

/**
 * Advisory locks on one connection of their own, which also hears when the log advances. When the process or the connection dies, PostgreSQL
 * gives the locks to whoever asks next.
 */
export class TeamLocks {
  private readonly held = new Set<string>();
  private readonly waiting = new Set<() => void>();
  private count = 0;
  private readonly broken = new AbortController();

  private constructor(
    private readonly client: PoolClient,
    private readonly signal: AbortSignal,
  ) {
    client.on('error', this.onError);
    client.on('notification', this.wake);
    signal.addEventListener('abort', this.wake);
  }

  static async open(pool: Pool, signal: AbortSignal): Promise<TeamLocks> {
    const client = await pool.connect();
    const locks = new TeamLocks(client, signal);
    try {
      await client.query('listen log_advanced');
    } catch (error) {
      locks.close();
      throw error;
    }
    return locks;
  }

  /** Aborts when the connection, and with it every lock, is gone. */
  get lost(): AbortSignal {
    return this.broken.signal;
  }

  /** True where this process decides for the team. Asks once; a team that another process has may be asked for again later. */
  async take(team: string): Promise<boolean> {
    if (this.held.has(team)) return true;
    const { rows } = await this.client.query<{ held: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as held', [
      DISPATCH_LOCKS,
      team,
    ]);
    if (rows[0]!.held) this.held.add(team);
    return rows[0]!.held;
  }

  /** Only grows; compare it before and after reading. */
  get advances(): number {
    return this.count;
  }

  /** Resolves when the log has advanced since `seen`, after `timeoutMs`, or when nobody is interested any more. */
  advancedSince(seen: number, timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.count !== seen || this.signal.aborted || this.broken.signal.aborted) return resolve();
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      this.waiting.add(done);
    });
  }

  /** The locks go with the connection. */
  close(): void {
    this.client.off('error', this.onError);
    this.client.off('notification', this.wake);
    this.signal.removeEventListener('abort', this.wake);
    this.client.release(true);
  }

  readonly wake = (): void => {
    this.count++;
    for (const done of [...this.waiting]) done();
  };

  private readonly onError = (error: Error): void => {
    this.broken.abort(error);
    this.wake();
  };
}
