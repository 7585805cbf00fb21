import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const FOLDER_PREFIX = 'leadledger-test-';
const YOUNG_MS = 60_000;

/** A test run that was killed leaves its PostgreSQL behind: the next run stops it and removes its folder. */
export async function removeLeftOvers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(FOLDER_PREFIX))) {
    const folder = join(tmpdir(), name);
    if (isYoung(folder) || isRunning(number(join(folder, 'run', 'owner')))) continue;
    const server = number(join(folder, 'postgres', 'postmaster.pid'));
    if (isRunning(server)) process.kill(server, 'SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Another run may be starting in it and not have said so yet. */
function isYoung(folder: string): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found === undefined || Date.now() - found.mtimeMs < YOUNG_MS;
}

function number(file: string): number {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10);
  } catch {
    return 0;
  }
}

function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
