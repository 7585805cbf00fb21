import { type ChildProcess, fork } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync, renameSync, statSync, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { unavailable } from '#libs/platform';

export interface ChildSpec {
  readonly name: string;
  /** Compiled entry file. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
  readonly readyWithinMs: number;
}

/** What a child says when it is ready: one JSON line on stdout, or one IPC message, with `ready: true`. */
export interface ReadyMessage {
  readonly ready: true;
  readonly url?: string;
}

const BACKOFF_MS = [250, 500, 1_000, 2_000, 5_000, 10_000];
/** A child that lived this long starts with the shortest wait again. */
const STEADY_AFTER_MS = 30_000;
const STOP_WITHIN_MS = 20_000;
/** What lives for one batch of events then dies young: with the usual 16 MiB, half of it would be moved about first. */
const CHILD_FLAGS = ['--enable-source-maps', '--max-semi-space-size=48'];
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

/**
 * One child process and its life.
 *
 *   new → starting → ready → crashed → (wait) → starting → …        any → stopping → stopped
 *
 * - `start()` resolves when the child has said that it is ready, and rejects where it ends or stays silent before that the first time:
 *   a wrong configuration must not be tried for ever.
 * - After it was ready once, a child that ends by itself is started again, with growing waits and a line to `report` each time.
 * - `stop()` asks with SIGTERM and ends with SIGKILL after twenty seconds; it may be called in any state and more than once.
 * - The child is the leader of its own process group, so that Ctrl-C at a terminal reaches the supervisor only and the order of stopping
 *   is ours. Where the supervisor is killed, the child sees its IPC channel close and stops by itself.
 */
export class SupervisedChild {
  private child: ChildProcess | null = null;
  private stopping = false;
  private attempts = 0;
  private restartTimer: NodeJS.Timeout | null = null;

  constructor(
    readonly spec: ChildSpec,
    private readonly report: (line: string) => void,
    private readonly onPids: () => void,
  ) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Rejects with `SERVE.CHILD_FAILED` (503) and the end of the child's log. */
  start(): Promise<ReadyMessage> {
    return this.launch();
  }

  private launch(): Promise<ReadyMessage> {
    const { name, script, args = [], env, logFile, readyWithinMs } = this.spec;
    const log = openLog(logFile);
    const child = fork(script, [...args], {
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: CHILD_FLAGS,
    });
    this.child = child;
    this.onPids();
    child.stderr?.pipe(log, { end: false });
    const since = Date.now();
    let ready = false;
    child.once('exit', (code, signal) => {
      if (ready && !this.stopping) this.crashed(describeEnd(code, signal), Date.now() - since);
    });
    return new Promise<ReadyMessage>((resolve, reject) => {
      const settle = (message: unknown) => {
        if (!isReady(message)) return;
        ready = true;
        clearTimeout(timer);
        resolve(message);
      };
      const fail = (why: string) => {
        clearTimeout(timer);
        reject(unavailable('SERVE.CHILD_FAILED', `${name} ${why}. Its log ${logFile} ends with:\n${lastLines(logFile)}`));
      };
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        fail(`was not ready within ${readyWithinMs / 1000} seconds`);
      }, readyWithinMs);
      if (child.stdout)
        createInterface({ input: child.stdout }).on('line', (line) => {
          log.write(`${line}\n`);
          settle(parseLine(line));
        });
      child.on('message', settle);
      child.once('error', (error) => fail(`could not be started (${error.message})`));
      child.once('close', (code, signal) => log.end(() => fail(`ended ${describeEnd(code, signal)}`)));
    });
  }

  private crashed(how: string, livedMs: number): void {
    if (livedMs > STEADY_AFTER_MS) this.attempts = 0;
    this.report(`${this.spec.name} ended ${how}`);
    this.scheduleRestart();
  }

  private scheduleRestart(): void {
    const waitMs = BACKOFF_MS[Math.min(this.attempts++, BACKOFF_MS.length - 1)] ?? 10_000;
    this.report(`${this.spec.name} is started again in ${waitMs / 1000} s (log: ${this.spec.logFile})`);
    this.restartTimer = setTimeout(() => {
      this.launch().then(
        () => this.report(`${this.spec.name} is ready again`),
        (error: Error) => {
          if (this.stopping) return;
          this.report(error.message);
          this.scheduleRestart();
        },
      );
    }, waitMs);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    if (this.restartTimer) clearTimeout(this.restartTimer);
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const timer = setTimeout(() => {
      this.report(`${this.spec.name} did not stop within ${STOP_WITHIN_MS / 1000} s and is killed`);
      child.kill('SIGKILL');
    }, STOP_WITHIN_MS);
    await ended;
    clearTimeout(timer);
  }

  /** At once, for the second Ctrl-C. */
  kill(): void {
    this.stopping = true;
    this.child?.kill('SIGKILL');
  }
}

const isReady = (message: unknown): message is ReadyMessage =>
  typeof message === 'object' && message !== null && (message as { ready?: unknown }).ready === true;

function parseLine(line: string): unknown {
  if (!line.startsWith('{') || !line.includes('"ready"')) return null;
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

const describeEnd = (code: number | null, signal: NodeJS.Signals | null): string => (signal ? `by ${signal}` : `with exit code ${code}`);

/** One older generation of each log is kept. */
function openLog(path: string): WriteStream {
  if (existsSync(path) && statSync(path).size > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`);
  return createWriteStream(path, { flags: 'a' });
}

function lastLines(path: string, count = 8): string {
  if (!existsSync(path)) return '  (empty)';
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n').slice(-count);
  return lines.map((line) => `  ${line.slice(0, 500)}`).join('\n');
}
