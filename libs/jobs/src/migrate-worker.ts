import { migrate } from '#libs/platform';
import { type Pool } from 'pg';

/** Brings the schema `worker` (checkpoints of reactions, leases of timers) to its present shape. */
export const migrateWorker = (pool: Pool): Promise<void> =>
  migrate({ pool, name: 'worker', folder: new URL('./migrations/', import.meta.url) });
