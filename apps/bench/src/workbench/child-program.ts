import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const STOP_WITHIN_MS = 20_000;
/** As `serve` starts them. */
const FLAGS = ['--enable-source-maps', '--max-semi-space-size=48'];

/** A process that says in one JSON line `{"url"?, "ready": true}` that it is ready. It ends with us, however we end. */
export class ChildProgram {
  private constructor(
    private readonly child: ChildProcess,
    /** Empty where it does not listen. */
    readonly url: string,
  ) {}

  get pid(): number {
    return this.child.pid!;
  }

  static start(script: URL, env: Readonly<Record<string, string>>): Promise<ChildProgram> {
    const path = fileURLToPath(script);
    const child = fork(path, [], { env: { ...process.env, ...env }, execArgv: FLAGS, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    return new Promise((resolve, reject) => {
      createInterface({ input: child.stdout! }).on('line', (line) => {
        if (!line.startsWith('{')) return;
        const { ready, url } = JSON.parse(line) as { ready?: boolean; url?: string };
        if (ready) resolve(new ChildProgram(child, url ?? ''));
      });
      child.once('exit', (code) => reject(new Error(`${path} ended with code ${code} before it was ready`)));
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const force = setTimeout(() => this.child.kill('SIGKILL'), STOP_WITHIN_MS);
    await ended;
    clearTimeout(force);
  }
}
