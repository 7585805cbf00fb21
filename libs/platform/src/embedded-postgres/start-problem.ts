import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { ProblemError } from '../problem.js';

const TAIL_BYTES = 2_000;

/** The same start may succeed a moment later. */
export class PassingStartError extends ProblemError {}

/**
 * Says why PostgreSQL did not start, in its own last words, and what to do where the cause is known. `since`: size of the log before this start
 * (bytes), because words of earlier ones would mislead.
 */
export function startProblem(logFile: string, what: string, since: number): ProblemError {
  const tail = tailOf(logFile, since);
  const detail = { logFile, tail };
  if (/could not bind|Address already in use/.test(tail)) {
    return new PassingStartError(503, [{ code: 'DATABASE.PORT_TAKEN', message: 'PostgreSQL found its port taken: start again', detail }]);
  }
  if (/pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(tail)) {
    const message = 'Processes of a PostgreSQL that was killed are still ending on this data folder: start again in a moment';
    return new PassingStartError(503, [{ code: 'DATABASE.STILL_ENDING', message, detail }]);
  }
  if (/No space left on device/.test(tail)) {
    const message = 'The disk is full, so PostgreSQL cannot start: free some space and start again; nothing that was acknowledged is lost';
    return new ProblemError(503, [{ code: 'DATABASE.DISK_FULL', message, detail }]);
  }
  if (/database files are incompatible with server|was initialized by PostgreSQL version/.test(tail)) {
    const message = `The data folder was made by another PostgreSQL version. ${lastLines(tail)}`;
    return new ProblemError(503, [{ code: 'DATABASE.VERSION_MISMATCH', message, detail }]);
  }
  const message = `The embedded PostgreSQL did not start (${what}). Its log ${logFile} ends with: ${lastLines(tail)}`;
  return new ProblemError(503, [{ code: 'DATABASE.START_FAILED', message, detail }]);
}

const lastLines = (tail: string): string => tail.trim().split('\n').slice(-6).join(' | ') || '(nothing)';

function tailOf(file: string, since: number): string {
  const handle = openSync(file, 'r');
  try {
    const size = fstatSync(handle).size;
    const buffer = Buffer.alloc(Math.min(TAIL_BYTES, Math.max(0, size - since)));
    readSync(handle, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8');
  } finally {
    closeSync(handle);
  }
}
