import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ProblemError } from '../problem.js';

/** The operating-system account that runs PostgreSQL, which refuses to run as root. */
export interface ServerUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Null: the present user will do. As root: `postgres`, else `nobody`; nothing is added to the system. */
export function serverUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = accounts.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { name, uid: Number(uid), gid: Number(gid) };
  }
  const message =
    'PostgreSQL refuses to run as root, and neither the account "postgres" nor "nobody" exists: start LeadLedger as another user';
  throw new ProblemError(503, [{ code: 'DATABASE.NO_USER', message }]);
}

/** The first folder on the way to `path` that the user may not pass, if there is one. */
function blockedFolder(user: ServerUser, path: string): string | null {
  let blocked: string | null = null;
  for (let folder = resolve(path), above = dirname(folder); ; folder = above, above = dirname(folder)) {
    const stat = statSync(folder);
    const search = stat.uid === user.uid ? 0o100 : stat.gid === user.gid ? 0o010 : 0o001;
    if (stat.isDirectory() && (stat.mode & search) === 0) blocked = folder;
    if (folder === above) return blocked;
  }
}

/** How a program is started as the server's user: `[command, ...args]` and the ids for `spawn`. */
export interface Launch {
  readonly prefix: readonly string[];
  readonly ids: { readonly uid?: number; readonly gid?: number };
}

/**
 * The server's user must reach the programs and the data. Where a folder on the way is closed to it (a 0700 home, a `mkdtemp` folder), root can
 * still lend it the one right to pass closed folders (a Linux capability); else the folder is named.
 */
export function launchAs(user: ServerUser | null, paths: readonly string[]): Launch {
  if (!user) return { prefix: [], ids: {} };
  const blocked = paths.map((path) => blockedFolder(user, path)).find((folder) => folder !== null);
  if (blocked === undefined) return { prefix: [], ids: { uid: user.uid, gid: user.gid } };
  const lent = lendRight(user);
  if (lent) return { prefix: lent, ids: {} };
  const message = `PostgreSQL runs as the user "${user.name}", which may not enter ${blocked}: run "chmod o+x ${blocked}", or keep the checkout and the data folder (LEADLEDGER_DATA) elsewhere`;
  throw new ProblemError(503, [{ code: 'DATABASE.FOLDER_UNREACHABLE', message }]);
}

/** `no_setuid_fixup`: PostgreSQL asks access(2), which otherwise leaves capabilities out. Containers often keep only the second right. */
function lendRight(user: ServerUser): readonly string[] | null {
  for (const right of ['+dac_read_search', '+dac_override']) {
    const ids = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', '--securebits=+no_setuid_fixup'];
    const prefix = ['setpriv', ...ids, `--inh-caps=${right}`, `--ambient-caps=${right}`];
    try {
      execFileSync(prefix[0]!, [...prefix.slice(1), 'true'], { stdio: 'ignore' });
      return prefix;
    } catch {
      // Not on this system, or root without this right: the next one, or the message that names the folder.
    }
  }
  return null;
}
