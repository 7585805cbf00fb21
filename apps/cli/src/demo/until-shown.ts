import { setTimeout as sleep } from 'node:timers/promises';
import { unavailable } from '#libs/platform';

const POLL_MS = 100;
const PATIENCE_MS = 60_000;

/** Waits for a condition. Errors: `DEMO.NOT_CAUGHT_UP` (503). */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !(await condition()); await sleep(POLL_MS)) {
    if (Date.now() > end)
      throw unavailable(
        'DEMO.NOT_CAUGHT_UP',
        'The read models did not catch up with the log within a minute; logs/projector.log of the data folder says why',
      );
  }
}
