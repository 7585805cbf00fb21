import { setTimeout as delay } from 'node:timers/promises';
import { type AppendOutcome, type EventLog, type EventToAppend } from '#libs/event-store';
import { ProblemError } from '#libs/platform';
import { type TeamPass } from './team-pass.js';

const ATTEMPTS = 6;

/** Throws where another process has written to the stream, or the store stays away: then the fold must be thrown away. */
export async function appendPass(log: EventLog, { stream, team, appends, expected }: TeamPass): Promise<void> {
  let last = expected;
  for (const events of appends) {
    const outcome = await appended(log, stream, events, last);
    if (outcome.kind !== 'appended') throw new Error(`Another process decides for team ${team}`);
    last += events.length;
  }
}

/** A store that does not answer is asked again with the same events: they are there once. */
async function appended(log: EventLog, stream: string, events: readonly EventToAppend[], last: number): Promise<AppendOutcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await log.append(stream, events, last < 0 ? 'no-stream' : last);
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof ProblemError && error.status === 503)) throw error;
      await delay(100 * 2 ** attempt);
    }
  }
}
