import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.js';

/**
 * A secret that is made once and then stays, readable by the owner of the file only (0600 in a 0700 folder). Two processes that start at the
 * same moment get the same one. `created` tells whether this call made it.
 */
export function writeSecretOnce(file: string, make: () => string): { readonly secret: string; readonly created: boolean } {
  makeFolder(dirname(file), 0o700);
  try {
    writeFileSync(file, `${make()}\n`, { flag: 'wx', mode: 0o600 });
    chmodSync(file, 0o600);
    return { secret: readFileSync(file, 'utf8').trim(), created: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return { secret: readFileSync(file, 'utf8').trim(), created: false };
  }
}
