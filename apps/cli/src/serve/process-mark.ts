import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A process and when it began. The id alone is not enough: after a crash or a restart of the machine it may belong to somebody else.
 */
export interface ProcessMark {
  readonly pid: number;
  readonly startedAt: string;
}

/** When the process began, in words that only have to compare equal; null where there is no such process. */
function startOf(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return null;
  }
  try {
    if (process.platform === 'linux') {
      // Field 22 of stat, counted after the command name, which is in brackets and may hold anything. State Z is a process that has ended.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      return fields[0] === 'Z' ? null : (fields[19] ?? null);
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

export const markOf = (pid: number): ProcessMark | null => {
  const startedAt = startOf(pid);
  return startedAt === null ? null : { pid, startedAt };
};

export const isAlive = (mark: ProcessMark): boolean => startOf(mark.pid) === mark.startedAt;
