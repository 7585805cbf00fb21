import { existsSync, readFileSync } from 'node:fs';

/** Field 22 of /proc/<pid>/stat with the state (field 3): tells a process from a later one that got the same number. Null where unknown. */
function statOf(pid: number): { state: string; startedAt: string } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', startedAt: fields[19] ?? '' };
  } catch {
    // No /proc on this system, or no such process: the caller falls back on signals.
    return null;
  }
}

/** A zombie that nobody has reaped is not alive. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return statOf(pid)?.state !== 'Z';
}

/** Names one run of one process on this machine: `pid` or `pid:start`. */
export const identityOf = (pid: number): string => {
  const stat = statOf(pid);
  return stat ? `${pid}:${stat.startedAt}` : String(pid);
};

export const isSameProcessAlive = (identity: string): boolean => {
  const pid = Number(identity.split(':')[0]);
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) && identityOf(pid) === identity;
};

/** Null where the system does not say. */
export function commandOf(pid: number): string | null {
  if (!existsSync('/proc/self')) return null;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    // The process ended between two looks.
    return '';
  }
}
