import { chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PostgresBinaries } from './binaries.js';
import { launchProgram, logSize, type Place } from './launch-program.js';
import { type Launch, type ServerUser } from './server-user.js';
import { startProblem } from './start-problem.js';

export const SUPERUSER = 'leadledger';

/** `initdb` beside the place and then a rename: a kill in between leaves nothing half made. */
export async function initialiseCluster(
  { root, folder, logFile }: Place,
  binaries: PostgresBinaries,
  launch: Launch,
  password: string,
  volatile: boolean,
  user: ServerUser | null,
): Promise<void> {
  const since = logSize(logFile);
  const fresh = `${folder}.new`;
  const passwordFile = join(root, 'run', 'initial-password');
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) for (const path of [fresh, passwordFile]) chownSync(path, user.uid, user.gid);
  const args = [`--pgdata=${fresh}`, `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'];
  // Code-point order everywhere: sorting must not depend on the machine's locales.
  args.push('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions');
  if (volatile) args.push('--no-sync');
  try {
    const code = await new Promise<number | null>((settle, reject) => {
      const child = launchProgram(binaries.initdb, args, launch, logFile);
      child.once('error', reject);
      child.once('exit', settle);
    });
    if (code !== 0) throw startProblem(logFile, `initdb ended with code ${code}`, since);
    renameSync(fresh, folder);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}
