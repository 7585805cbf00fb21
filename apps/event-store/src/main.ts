import { startEventStore } from './server.js';
import { readSettings } from './settings.js';

/** `node main.js [--database URL] [--host H] [--port N] …` (settings.ts): prints one JSON line once it listens. */
async function main(): Promise<void> {
  const server = await startEventStore(readSettings(process.argv.slice(2), process.env));
  let stopping: Promise<void> | null = null;
  const stop = (): void => {
    stopping ??= server.stop().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // Started by a supervisor: when it is gone, nobody is left to stop this process.
  if (process.channel) process.once('disconnect', stop);
  process.stdout.write(`${JSON.stringify({ url: server.url, ready: true })}\n`);
  process.send?.({ url: server.url, ready: true });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
