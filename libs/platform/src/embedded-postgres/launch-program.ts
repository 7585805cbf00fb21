import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Launch } from './server-user.js';

/** Where the parts of one data folder are. */
export interface Place {
  readonly root: string;
  readonly folder: string;
  readonly logFile: string;
}

/** In bytes: marks where the words of the next program begin. */
export const logSize = (logFile: string): number => (existsSync(logFile) ? statSync(logFile).size : 0);

/** Starts one of PostgreSQL's programs in a process group of its own, its words going to the log even when we are gone. */
export function launchProgram(program: string, args: readonly string[], launch: Launch, logFile: string): ChildProcess {
  const [command, ...rest] = [...launch.prefix, program, ...args];
  const log = openSync(logFile, 'a');
  try {
    return spawn(command!, rest, {
      ...launch.ids,
      cwd: dirname(program),
      detached: true,
      stdio: ['ignore', log, log],
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' },
    });
  } finally {
    closeSync(log);
  }
}
