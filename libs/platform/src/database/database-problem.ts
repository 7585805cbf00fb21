import { types } from 'node:util';
import { ProblemError, unavailable } from '../problem.js';

const CONNECTION_LOST = /^(08|57P0)|^53300$/;
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);
const MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|connection timeout|not queryable/i;
const UNDEFINED_TABLE = '42P01';
const READ_MODEL = /^relation "(read|projection)\./;
const NOT_YET_MADE = 'READ_MODELS.NOT_YET_MADE';

/**
 * Turns what `pg` throws when the server is gone, full or closing, or its read models not there yet, into a problem that says what to do; everything else (a unique violation, a
 * defect in a statement) is returned as it came.
 */
export function databaseProblem(error: unknown): unknown {
  if (!types.isNativeError(error) || error instanceof ProblemError) return error;
  const code = (error as { code?: string }).code ?? '';
  if (code === '53100' || code === 'ENOSPC') {
    const message =
      'The disk of the database is full: free some space and send the same again (same command id); nothing that was acknowledged is lost';
    return unavailable('DATABASE.DISK_FULL', message, error);
  }
  if (code === '25006') {
    const message =
      'The database takes no writes now, because its disk is nearly full: free some space and send the same again (same command id); nothing that was acknowledged is lost';
    return unavailable('DATABASE.DISK_FULL', message, error);
  }
  if (CONNECTION_LOST.test(code) || NETWORK.has(code) || MESSAGES.test(error.message)) {
    const message =
      'The database does not answer: check that PostgreSQL runs and is reachable at the configured URL, then send the same again';
    return unavailable('DATABASE.UNAVAILABLE', message, error);
  }
  if (code === '28P01' || code === '28000') {
    return unavailable(
      'DATABASE.ACCESS_REFUSED',
      'The database refuses the user or password of the configured URL: correct it and start again',
      error,
    );
  }
  if (code === '3D000') {
    return unavailable(
      'DATABASE.MISSING',
      `The database of the configured URL does not exist (${error.message}): create it and start again`,
      error,
    );
  }
  if (code === UNDEFINED_TABLE && READ_MODEL.test(error.message)) {
    return unavailable(
      NOT_YET_MADE,
      'The read models have not been made yet: start the projector (npm start does it) and ask again; commands are taken meanwhile',
      error,
    );
  }
  return error;
}

/** True where a query failed because no projector has made the read models yet. */
export const isReadModelMissing = (error: unknown): boolean => error instanceof ProblemError && error.code === NOT_YET_MADE;
