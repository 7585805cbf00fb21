import { migrate } from '#libs/platform';
import { type Pool } from 'pg';

/** Brings the schema `dispatch` (snapshots of the fold, the index of decisions) to its present shape. */
export const migrateDispatch = (pool: Pool): Promise<void> =>
  migrate({ pool, name: 'dispatch', folder: new URL('./migrations/', import.meta.url) });
