const PARENT_POLL_MS = 500;

/**
 * Resolves with the reason when the process is asked to end: SIGINT, SIGTERM, or, where npm started us, when npm is gone (a signal sent to npm
 * reaches its shell and not us). A second signal ends the process at once.
 */
export function untilToldToStop(): Promise<string> {
  return new Promise((resolve) => {
    let asked = false;
    const onSignal = (signal: NodeJS.Signals) => {
      if (asked) process.exit(130);
      asked = true;
      resolve(signal === 'SIGINT' ? 'Interrupted' : 'Asked to end');
    };
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
    if (process.env['npm_lifecycle_event'] === undefined) return;
    const parent = process.ppid;
    const poll = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(poll);
      asked = true;
      resolve('npm has ended');
    }, PARENT_POLL_MS);
    poll.unref();
  });
}
