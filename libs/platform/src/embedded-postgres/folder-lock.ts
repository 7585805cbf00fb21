import { linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../make-folder.js';
import { ProblemError } from '../problem.js';
import { identityOf, isSameProcessAlive } from './process-identity.js';

/**
 * One process at a time supervises the embedded parts of a data folder. The lock names its holder; a holder that was killed loses it to the
 * next. Returns the function that gives the lock back. Throws 409 `DATA_FOLDER.IN_USE`.
 */
export function lockFolder(dataDir: string): () => void {
  const file = join(dataDir, 'run', 'owner');
  makeFolder(join(dataDir, 'run'));
  const own = `${file}.${process.pid}`;
  writeFileSync(own, identityOf(process.pid));
  try {
    return takeLock(dataDir, file, own);
  } finally {
    unlinkSync(own);
  }
}

function takeLock(dataDir: string, file: string, own: string): () => void {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      // A link appears whole: nobody reads a lock without its holder.
      linkSync(own, file);
      return () => {
        if (read(file) === identityOf(process.pid)) unlinkSync(file);
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = read(file);
    if (holder !== null && isSameProcessAlive(holder)) throw inUse(dataDir, holder);
    if (holder !== null) unlinkSync(file);
  }
  throw inUse(dataDir, 'another starting process');
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

const inUse = (dataDir: string, holder: string): ProblemError =>
  new ProblemError(409, [
    {
      code: 'DATA_FOLDER.IN_USE',
      message: `The data folder ${dataDir} is in use by process ${holder.split(':')[0]}: stop that one first, or name another folder by LEADLEDGER_DATA`,
    },
  ]);
