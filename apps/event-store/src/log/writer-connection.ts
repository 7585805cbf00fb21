import pg from 'pg';
import { databaseProblem, unavailable } from '#libs/platform';
import { PLANNING } from './planning.js';
import { KnownStreamError, NotWrittenError, OutcomeUnknownError } from './write-operation.js';

/** Any fixed number: one writer per database. */
const WRITER_LOCK = 7_233_415_001;
const LOCK_PATIENCE_MS = 5_000;
const RETRY_MS = 250;
/** A commit that takes longer counts as lost: the connection is dropped and the outcome looked up. */
const QUERY_TIMEOUT_MS = 15_000;

/** What reads on the session that holds the lock. */
export interface Session {
  query(name: string, text: string, values: unknown[]): Promise<unknown[]>;
}

/**
 * The session that holds the writer's lock: closed → open → (lost → open)* → closed.
 *
 * It writes on the very session that holds the lock, so a server that has lost the lock has lost the means to write too. After a loss it
 * tries again in the background until it is open or closed; meanwhile `ready` rejects at once.
 */
export class WriterConnection implements Session {
  private client: pg.Client | null = null;
  private reopening: Promise<void> | null = null;
  private closed = false;
  private reason = 'The event store is starting';

  constructor(
    private readonly url: string,
    /** Called under the lock with each new session, before anything is written on it. */
    private readonly onOpen: (session: Session) => Promise<void>,
  ) {}

  async open(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'leadledger event-store writer',
      options: PLANNING,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      query_timeout: QUERY_TIMEOUT_MS,
    });
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client, new Error('The database closed the connection')));
    try {
      await client.connect();
      await takeLock(client);
      await client.query('set synchronous_commit = on');
      await this.onOpen({ query: (name, text, values) => rowsOf(client, name, text, values) });
      if (this.closed) throw new NotWrittenError(this.reason);
      this.client = client;
    } catch (error) {
      await client.end().catch(() => undefined);
      throw databaseProblem(error);
    }
  }

  async ready(): Promise<void> {
    if (!this.client) throw new NotWrittenError(this.reason);
  }

  /** Reads; a failure means that nothing was written. */
  async query(name: string, text: string, values: unknown[]): Promise<unknown[]> {
    const client = this.client;
    if (!client) throw new NotWrittenError(this.reason);
    try {
      return await rowsOf(client, name, text, values);
    } catch (error) {
      this.lost(client, error as Error);
      throw new NotWrittenError(`The database does not answer: ${(error as Error).message}`, { cause: error });
    }
  }

  /** One statement, one transaction. An error that PostgreSQL itself reports means rolled back; anything else leaves the outcome open. */
  async commit(name: string, text: string, values: unknown[]): Promise<void> {
    const client = this.client;
    if (!client) throw new NotWrittenError(this.reason);
    try {
      await client.query({ name, text, values });
    } catch (error) {
      const problem = error as Error;
      if (isKnownStream(error)) throw new KnownStreamError(problem.message, { cause: error });
      this.lost(client, problem);
      if (error instanceof pg.DatabaseError && error.severity === 'ERROR') throw new NotWrittenError(problem.message, { cause: error });
      throw new OutcomeUnknownError(problem.message, { cause: error });
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    this.reason = 'The event store is stopping';
    const client = this.client;
    this.client = null;
    await client?.end().catch(() => undefined);
    await this.reopening;
  }

  /** A session on which anything went wrong is not used again: what memory believes must be read anew. */
  private lost(client: pg.Client, error: Error): void {
    if (this.client !== client) return;
    this.client = null;
    this.reason = `The database does not answer: ${error.message}`;
    client.end().catch(() => undefined);
    this.reopening ??= this.reopen().finally(() => (this.reopening = null));
  }

  private async reopen(): Promise<void> {
    while (!this.closed && !this.client) {
      try {
        await this.open();
      } catch (error) {
        this.reason = (error as Error).message;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}

const rowsOf = async (client: pg.Client, name: string, text: string, values: unknown[]): Promise<unknown[]> =>
  (await client.query({ name, text, values })).rows as unknown[];

const isKnownStream = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && (error.code === 'ES001' || (error.code === '23505' && error.constraint === 'stream_by_name'));

/** The session of a server that was just killed may live for a moment longer, hence the patience. */
async function takeLock(client: pg.Client): Promise<void> {
  const until = Date.now() + LOCK_PATIENCE_MS;
  for (;;) {
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [WRITER_LOCK]);
    if (rows[0]?.locked) return;
    if (Date.now() > until) {
      throw unavailable(
        'EVENT_STORE.ALREADY_SERVED',
        'Another event store server writes to this database: stop it first, or give this one a database of its own (two writers would tear the order of the log)',
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
