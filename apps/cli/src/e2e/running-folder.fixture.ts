import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '#libs/platform';
import { type Finished, leadledger, type RunningServe, serve } from './cli-process.fixture.js';

/** One server on a throw-away data folder, and the command line that asks it. */
export class RunningFolder {
  private constructor(
    readonly parent: string,
    readonly folder: string,
    readonly server: RunningServe,
  ) {}

  static async start(name: string, under: string = tmpdir(), env: NodeJS.ProcessEnv = {}): Promise<RunningFolder> {
    const parent = mkdtempSync(join(under, `leadledger-${name}-`));
    const folder = join(parent, 'data');
    return new RunningFolder(parent, folder, await serve(folder, env));
  }

  /** A request of the first administrator; it must be accepted. */
  async http<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
    const response = await fetch(this.server.url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.server.token}`,
        ...(body && { 'content-type': 'application/json', 'idempotency-key': newId() }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  }

  post<T = Record<string, unknown>>(path: string, body: object): Promise<T> {
    return this.http<T>('POST', path, body);
  }

  get<T = Record<string, unknown>>(path: string): Promise<T> {
    return this.http<T>('GET', path);
  }

  run(...args: string[]): Promise<Finished> {
    return leadledger([...args, '--json', '--data', this.folder]);
  }

  /** What a command prints as JSON; it must succeed and say nothing else. */
  async answer<T>(...args: string[]): Promise<T> {
    const [first] = await this.lines<T>(...args);
    return first!;
  }

  async lines<T>(...args: string[]): Promise<T[]> {
    const { code, out, err } = await this.run(...args);
    expect({ args, code, err }).toEqual({ args, code: 0, err: '' });
    return out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as T);
  }

  async stop(): Promise<void> {
    this.server.child.kill('SIGTERM');
    await this.server.ended;
    rmSync(this.parent, { recursive: true, force: true });
  }
}
