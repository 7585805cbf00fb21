import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const CLI = 'dist/apps/cli/src/main.js';

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Launched {
  readonly child: ChildProcess;
  readonly ended: Promise<Finished>;
}

/** A command that can be killed while it works. */
export function launch(args: readonly string[], env: NodeJS.ProcessEnv = {}): Launched {
  const child = spawn(process.execPath, [CLI, ...args], { env: cleanEnvironment(env), stdio: ['ignore', 'pipe', 'pipe'] });
  return { child, ended: finished(child) };
}

/** The built command line, from the outside: arguments in, exit code and both streams out. */
export const leadledger = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> => launch(args, env).ended;

export interface RunningServe extends Launched {
  readonly url: string;
  readonly token: string | undefined;
}

/** `serve --json` on a folder, once it has said that it is ready. */
export async function serve(folder: string, env: NodeJS.ProcessEnv = {}): Promise<RunningServe> {
  const { child, ended } = launch(['serve', '--json', '--data', folder], env);
  const ready = new Promise<{ url: string; token?: string }>((resolve, reject) => {
    createInterface({ input: child.stdout! }).once('line', (line) => resolve(JSON.parse(line) as { url: string; token?: string }));
    void ended.then(({ code, err }) => reject(new Error(`serve ended with ${code} before it was ready: ${err}`)));
  });
  const { url, token } = await ready;
  return { child, url, token, ended };
}

/** The rig's own servers must not be taken for those of the folder. */
function cleanEnvironment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('LEADLEDGER_') && !name.startsWith('npm_') && name !== 'NODE_OPTIONS'),
  );
  return { ...env, ...more };
}

function finished(child: ChildProcess): Promise<Finished> {
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

/** Ids of processes that name this path in their command line or environment; Linux only, elsewhere none. */
export function processesOn(path: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
    .filter((pid) => ['cmdline', 'environ'].some((file) => readOrNothing(`/proc/${pid}/${file}`).includes(path)));
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
