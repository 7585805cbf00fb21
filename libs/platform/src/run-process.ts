import { type Config, describeConfig, loadConfig } from './config/load-config.js';
import { createLogger, type Logger } from './logging/logger.js';
import { ProblemError } from './problem.js';

export interface Running {
  /** Where it answers, of processes that listen. */
  readonly url?: string;
  /** Finishes what was begun and closes connections. */
  stop(): Promise<void>;
}

/** After the time a stop may take, what is left is given up. */
const GRACE_MS = 5_000;

/**
 * The life of a process: configuration → `start` → one JSON line `{"url"?, "ready": true}` on standard output → until SIGTERM, SIGINT or the
 * end of the supervisor that forked it → `stop` → exit 0. What is wrong at the start ends it with exit 1 and says on standard error what to change.
 */
export async function runProcess(name: string, start: (config: Config, logger: Logger) => Promise<Running>): Promise<void> {
  try {
    const config = loadConfig();
    const logger = createLogger(config, name);
    logger.debug({ config: describeConfig(config) }, 'Configuration');
    const running = await start(config, logger);
    let stopping: Promise<void> | null = null;
    const stop = (): void => {
      stopping ??= running.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, 'Did not stop cleanly');
          process.exit(1);
        },
      );
      setTimeout(() => process.exit(1), config.shutdownTimeoutMs + GRACE_MS).unref();
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    // A supervisor that was killed cannot send a signal; its channel closes.
    process.once('disconnect', stop);
    process.stdout.write(`${JSON.stringify({ ...(running.url && { url: running.url }), ready: true })}\n`);
  } catch (error) {
    process.stderr.write(`${linesOf(error).join('\n')}\n`);
    process.exit(1);
  }
}

function linesOf(error: unknown): string[] {
  if (error instanceof ProblemError) return error.violations.map(({ code, message }) => `${code}: ${message}`);
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}
