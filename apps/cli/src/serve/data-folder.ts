import { resolve } from 'node:path';
import { makeFolder, ProblemError } from '#libs/platform';

/** The folder that holds one installation, and where in it the running parts leave their traces. */
export interface DataFolder {
  readonly path: string;
  readonly logs: string;
  /** Who holds the folder now; see `folder-lock.ts`. */
  readonly lockFile: string;
  /** Address of the API while a server runs. */
  readonly serverFile: string;
  /** Ids of the child processes of the last server, so that the next one can tell what a killed server left behind. */
  readonly childrenFile: string;
  /** Ports of the last run, taken again where they are free, so that addresses stay the same. */
  readonly portsFile: string;
}

export function dataFolder(path: string): DataFolder {
  const root = resolve(path);
  return {
    path: root,
    logs: `${root}/logs`,
    lockFile: `${root}/run/serve.lock`,
    serverFile: `${root}/run/server.json`,
    childrenFile: `${root}/run/children.json`,
    portsFile: `${root}/run/ports.json`,
  };
}

const WHY: Readonly<Record<string, string>> = {
  EEXIST: 'a file is in its place',
  ENOTDIR: 'a file is in its place',
  ENOENT: 'the file system takes no folders there',
};

/**
 * Makes the folder where it is missing. It may be entered by others (the database runs as its own user), its secrets may not.
 * Errors: `SERVE.FOLDER_UNUSABLE` where there can be none: a file of that name, a place that may not be written or holds no folders.
 */
export function prepareDataFolder(folder: DataFolder): void {
  try {
    makeFolder(folder.path, 0o711);
    makeFolder(`${folder.path}/run`, 0o755);
    makeFolder(folder.logs, 0o755);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = WHY[code ?? ''] ?? message;
    throw new ProblemError(422, [
      { code: 'SERVE.FOLDER_UNUSABLE', message: `${folder.path} cannot be a data folder (${why}): name another with --data` },
    ]);
  }
}
