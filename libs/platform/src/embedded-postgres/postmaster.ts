import { readFileSync, unlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commandOf, isAlive } from './process-identity.js';

/** What PostgreSQL writes into `postmaster.pid`, line by line (storage.sgml: pid, folder, start, port, socket, address, shm key, status). */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** `starting`, `ready`, `stopping`, `standby`. */
  readonly status: string;
}

const pidFile = (folder: string): string => join(folder, 'postmaster.pid');

export function readPostmaster(folder: string): Postmaster | null {
  let text: string;
  try {
    text = readFileSync(pidFile(folder), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, port: Number(lines[3]), status: (lines[7] ?? '').trim() } : null;
}

/**
 * The server that still runs on this folder (its parent was killed), once it has left `starting` or finished `stopping`; else null.
 * A pid file whose number now belongs to another program (after a restart of the machine or container) is removed, because PostgreSQL itself
 * would refuse to start beside it.
 */
export async function findRunning(folder: string, timeoutMs: number): Promise<Postmaster | null> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = readPostmaster(folder);
    if (!found || !isAlive(found.pid)) return null;
    const command = commandOf(found.pid);
    if (command !== null && !command.includes('postgres')) {
      unlinkSync(pidFile(folder));
      return null;
    }
    if (found.status === 'ready' || Date.now() > deadline) return found;
    await delay(20);
  }
}

/** SIGINT is PostgreSQL's fast shutdown: sessions are cut, everything committed is on disk. SIGQUIT after `timeoutMs` (then the next start recovers). */
export async function stopPostmaster(pid: number, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  signal(pid, 'SIGINT');
  while (isAlive(pid)) {
    if (Date.now() > deadline) signal(pid, 'SIGQUIT');
    await delay(5);
  }
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
