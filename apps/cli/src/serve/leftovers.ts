import { setTimeout as sleep } from 'node:timers/promises';
import { type DataFolder } from './data-folder.js';
import { readJsonFile, writeJsonFile } from './json-file.js';
import { isAlive, markOf, type ProcessMark } from './process-mark.js';

const PATIENCE_MS = 10_000;

/** Keeps on record which processes belong to this server. */
export function recordChildren(folder: DataFolder, pids: readonly (number | undefined)[]): void {
  const marks = pids.map((pid) => (pid === undefined ? null : markOf(pid))).filter((mark) => mark !== null);
  writeJsonFile(folder.childrenFile, marks);
}

/**
 * Children of a server that was killed stop by themselves when they notice. Waits for them, and ends after ten seconds those that do not:
 * two projectors or two event stores must not work on one folder.
 */
export async function clearLeftovers(folder: DataFolder, report: (line: string) => void): Promise<void> {
  const alive = (readJsonFile<ProcessMark[]>(folder.childrenFile) ?? []).filter(isAlive);
  if (alive.length === 0) return;
  report(`Waiting for ${alive.length} process(es) that a killed server left behind`);
  for (const mark of alive) signal(mark, 'SIGTERM');
  for (const until = Date.now() + PATIENCE_MS; alive.some(isAlive) && Date.now() < until;) await sleep(50);
  for (const mark of alive.filter(isAlive)) signal(mark, 'SIGKILL');
  while (alive.some(isAlive)) await sleep(20);
}

function signal(mark: ProcessMark, name: NodeJS.Signals): void {
  try {
    if (isAlive(mark)) process.kill(mark.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
