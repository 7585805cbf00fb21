import { createLogger, describeConfig, loadConfig, ProblemError } from '#libs/platform';
import { startProjector } from './start-projector.js';

/** Starts the projector and says so in one line on standard output; anything wrong ends it with exit code 1, naming what to change. */
async function main(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger(config, 'projector');
  logger.debug({ config: describeConfig(config) }, 'Configuration');
  const projector = await startProjector(config, logger);
  let stopping: Promise<void> | null = null;
  const stop = (): void => {
    stopping ??= projector.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'Did not stop cleanly');
        process.exit(1);
      },
    );
    // What has not ended by then is taken up again from the checkpoint by the next start.
    setTimeout(() => process.exit(1), config.shutdownTimeoutMs).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // A supervisor that was killed cannot send a signal; its channel closes.
  process.once('disconnect', stop);
  process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
}

main().catch((error: unknown) => {
  const lines =
    error instanceof ProblemError
      ? error.violations.map(({ code, message }) => `${code}: ${message}`)
      : [error instanceof Error ? error.stack : String(error)];
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
});
