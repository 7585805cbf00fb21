import { EventStoreDBClient } from '@eventstore/db-client';
import { invalid, ProblemError, unavailable } from '#libs/platform';
import { withSettings } from './connection-string.js';
import { readEvents } from './read-events.js';
import { storeProblem } from './store-problem.js';

const PATIENCE_MS = 10_000;

/** Without user and password. */
const shownAddress = (url: string): string => url.replace(/\/\/[^@/?]*@/, '//');

/** A client of the server that somebody has named. Throws 422 `EVENT_STORE.BAD_ADDRESS` for what is no connection string. */
export function clientAt(url: string, keepAliveIntervalMs: number): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(withSettings(url, { keepAliveIntervalMs, keepAliveTimeoutMs: 5_000 }));
  } catch (error) {
    const message = `"${shownAddress(url)}" is no address of an event store; write esdb://host:port?tls=false, or esdb://user:password@host:port where it serves TLS (${firstLine(error)})`;
    throw invalid({ code: 'EVENT_STORE.BAD_ADDRESS', message });
  }
}

/** What went wrong with a server, told to whoever named its address just now. */
export function problemAt(url: string, error: unknown): unknown {
  const problem = storeProblem(error);
  if (!(problem instanceof ProblemError) || problem.status !== 503) return problem;
  const place = shownAddress(url);
  if (problem.code === 'EVENT_STORE.ACCESS_DENIED')
    return unavailable(
      problem.code,
      `The event store at ${place} refuses this user or password: name others (esdb://user:password@…)`,
      error,
    );
  if (problem.code !== 'EVENT_STORE.UNAVAILABLE') return problem;
  return notThere(url, problem.cause ?? error);
}

/**
 * One small read, so that an address at which nobody serves is told once and at once. Throws 503 `EVENT_STORE.UNAVAILABLE`, `…ACCESS_DENIED`, 422
 * `EVENT_STORE.BAD_ADDRESS`.
 */
export async function assertAnswers(url: string): Promise<void> {
  const client = clientAt(url, 10_008);
  try {
    for await (const each of readEvents(client, { limit: 1 }, PATIENCE_MS)) void each;
  } catch (error) {
    const problem = problemAt(url, error);
    throw problem instanceof ProblemError ? problem : notThere(url, error);
  } finally {
    await client.dispose();
  }
}

const notThere = (url: string, cause: unknown): ProblemError =>
  unavailable(
    'EVENT_STORE.UNAVAILABLE',
    `No event store answers at ${shownAddress(url)} (${reasonOf(cause)}): start it or correct the address (tls=false in it where it serves without TLS), then run the same again`,
    cause,
  );

/** gRPC wraps what the system said into words of its own. */
const reasonOf = (cause: unknown): string =>
  /Last error: (?:Error: )?(.+?)\. Resolution note/s.exec(firstLine(cause))?.[1] ?? firstLine(cause);

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0]!.trim();
