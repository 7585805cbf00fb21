import { readFileSync } from 'node:fs';
import { invalid, notFound } from '#libs/platform';

/** Errors: `CLI.FILE_NOT_FOUND` (404), `CLI.FILE_UNREADABLE` (422). */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw notFound('CLI.FILE_NOT_FOUND', `There is no file ${path}`);
    throw invalid({ code: 'CLI.FILE_UNREADABLE', message: `${path} cannot be read: ${(error as Error).message}` });
  }
}
