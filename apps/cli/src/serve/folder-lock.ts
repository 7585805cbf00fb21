import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { conflict } from '#libs/platform';
import { type DataFolder } from './data-folder.js';
import { readJsonFile } from './json-file.js';
import { isAlive, markOf, type ProcessMark } from './process-mark.js';
import { runningServer, type ServerFile } from './server-file.js';

/** `serve` keeps the folder until it is stopped; `command` only for the time of one command. */
export type LockKind = 'serve' | 'command';
interface LockContent extends ProcessMark {
  readonly kind: LockKind;
}

export interface FolderLock {
  release(): void;
}

/**
 * One server per data folder. The lock is a file that is linked into place whole; one left by a process that no longer lives is recognised
 * by its start time and taken over. A holder that is about to end (a command, a server on its way down) is waited for.
 *
 * Errors: `SERVE.FOLDER_IN_USE` (409) where a server keeps the folder, or a command still does after a minute.
 */
export async function lockFolder(folder: DataFolder, kind: LockKind, patienceMs = 60_000): Promise<FolderLock> {
  const own = markOf(process.pid);
  if (!own) throw new Error('This process cannot see itself in the process table');
  const until = Date.now() + patienceMs;
  for (;;) {
    if (place(folder.lockFile, { ...own, kind })) return { release: () => rmSync(folder.lockFile, { force: true }) };
    const holder = readJsonFile<LockContent>(folder.lockFile);
    if (!holder || !isAlive(holder)) {
      removeStale(folder.lockFile, holder);
      continue;
    }
    const server = holder.kind === 'serve' ? runningServer(folder) : null;
    if (server || Date.now() > until) {
      const where = server ? ` and answers at ${server.url}` : '';
      throw conflict(
        'SERVE.FOLDER_IN_USE',
        `A server (process ${holder.pid}) already works on ${folder.path}${where}. Use that one, stop it first, or name another folder with --data`,
      );
    }
    await sleep(100);
  }
}

/**
 * The server of a folder, waited for while it starts (or stops); null where none works on it, or does not within a minute. One that another
 * command started for itself ends with that command: its end is waited for, and only where it takes long is it asked.
 */
export async function serverOf(folder: DataFolder, patienceMs = 60_000): Promise<ServerFile | null> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const running = runningServer(folder);
    const holder = readJsonFile<LockContent>(folder.lockFile);
    const held = holder !== null && isAlive(holder);
    const late = Date.now() > until;
    const endsSoon = held && holder.kind === 'command';
    if (running && (late || !endsSoon)) return running;
    if (late || !held) return null;
    await sleep(100);
  }
}

function place(path: string, content: LockContent): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(content));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Of several that see the same stale lock, only one may remove it, and none may remove the fresh lock of the one who was faster. */
function removeStale(path: string, seen: LockContent | null): void {
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = readJsonFile<LockContent>(aside);
  if (moved && (moved.pid !== seen?.pid || moved.startedAt !== seen.startedAt)) linkSync(aside, path);
  rmSync(aside, { force: true });
}
