import { type EventLog, positionToken, type StorePosition } from '#libs/event-store';
import { ProjectionRunner, prepareReadModels, type SequenceProjection, waitForPosition } from '#libs/projections';
import { type Pool } from 'pg';

export interface TestProjector {
  /** Resolves when every projection has all that was appended through the log so far. */
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
}

const PATIENCE_MS = 120_000;

/** Keeps read models on a test's database, as the projector does. From here on it notes what is appended through this very `log`. */
export async function testProjector(log: EventLog, pool: Pool, projections: readonly SequenceProjection[]): Promise<TestProjector> {
  await prepareReadModels(pool, projections);
  const stopping = new AbortController();
  const running = new ProjectionRunner({ log, pool, projections }).run(stopping.signal);
  const last: { position: StorePosition | null } = { position: null };
  const { append } = log;
  log.append = async (...args) => {
    const outcome = await append(...args);
    if (outcome.kind === 'appended' && (last.position === null || outcome.storePosition.commit > last.position.commit))
      last.position = outcome.storePosition;
    return outcome;
  };
  return {
    caughtUp: async () => {
      if (last.position !== null) await waitForPosition(pool, positionToken(last.position), PATIENCE_MS);
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
