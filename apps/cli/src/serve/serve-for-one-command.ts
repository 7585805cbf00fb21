import { say } from '../output/print.js';
import { type DataFolder } from './data-folder.js';
import { startInstallation } from './installation.js';

/**
 * Starts a server on the folder, runs the command against it and stops it again, whatever happens; Ctrl-C too stops it cleanly, also where it
 * is still starting. A second signal ends the process at once.
 */
export async function serveForOneCommand(folder: DataFolder, work: (url: string) => Promise<void>): Promise<void> {
  let interrupted: (() => void) | null = null;
  const interruption = new Promise<void>((resolve) => (interrupted = resolve));
  const onSignal = () => {
    process.exitCode = 130;
    interrupted?.();
  };
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    const installation = await startInstallation(folder, 'command', say);
    try {
      if (process.exitCode !== 130) await Promise.race([work(installation.url), interruption]);
    } finally {
      await installation.stop();
    }
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
  // Work that was interrupted may still wait for an answer that cannot come any more.
  if (process.exitCode === 130) process.exit(130);
}
