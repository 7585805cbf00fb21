import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The built process, as `serve` starts it. */
const MAIN = join(process.cwd(), 'dist/apps/worker/src/main.js');

export interface WorkerProcesses {
  /** Resolves when it says that it is ready. */
  start(): Promise<ChildProcess>;
  end(worker: ChildProcess, signal: NodeJS.Signals): Promise<void>;
  endAll(): Promise<void>;
}

/** Workers on the stores that these settings name. */
export function workerProcesses(env: () => Readonly<Record<string, string>>): WorkerProcesses {
  const workers = new Set<ChildProcess>();
  const end = async (worker: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
    workers.delete(worker);
    if (worker.exitCode !== null || worker.signalCode !== null) return;
    const exited = once(worker, 'exit');
    worker.kill(signal);
    await exited;
  };
  return {
    async start() {
      const worker = spawn(process.execPath, [MAIN], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, ...env(), LEADLEDGER_LOG_LEVEL: 'fatal' },
      });
      workers.add(worker);
      const [line] = (await once(worker.stdout!, 'data')) as [Buffer];
      expect(JSON.parse(line.toString())).toEqual({ ready: true });
      return worker;
    },
    end,
    endAll: async () => void (await Promise.all([...workers].map((worker) => end(worker, 'SIGTERM')))),
  };
}
