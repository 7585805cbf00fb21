import { type Pool } from 'pg';
import { databaseProblem, migrate, ProblemError } from '#libs/platform';
import { leafOf, type LeadRead } from './lead-read.js';

/** Brings the schema `audit` to its present shape. */
export const migrateReadAudit = (pool: Pool): Promise<void> =>
  migrate({ pool, name: 'audit', folder: new URL('./migrations/', import.meta.url) });

/** Resolves once the read stands in the audit: only then it is answered. Errors: 503 where the database is away. */
export type NoteRead = (read: LeadRead) => Promise<void>;

interface Waiting {
  readonly read: LeadRead;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Reads that are written down together. */
const AT_ONCE = 200;

/**
 * Writes reads down in the order in which they come. Those that come while the last ones are being written go together, in one statement and one
 * commit: many readers cost little more than one.
 */
export function noteReads(pool: Pool): NoteRead {
  let waiting: Waiting[] = [];
  let writing = false;

  /** What the database refuses of one read must not keep the others from their answers: then each is written by itself. */
  async function together(batch: readonly Waiting[]): Promise<void> {
    try {
      const reads = batch.map(({ read }) => ({ ...read, leaf: leafOf(read) }));
      await pool.query({ name: 'audit-note', text: 'select audit.note($1::jsonb)', values: [JSON.stringify(reads)] });
      for (const { resolve } of batch) resolve();
    } catch (error) {
      const problem = databaseProblem(error);
      if (batch.length > 1 && !(problem instanceof ProblemError)) for (const one of batch) await together([one]);
      else for (const { reject } of batch) reject(problem);
    }
  }

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const now = waiting.slice(0, AT_ONCE);
      waiting = waiting.slice(AT_ONCE);
      await together(now);
    }
    writing = false;
  }

  return (read) =>
    new Promise((resolve, reject) => {
      waiting.push({ read, resolve, reject });
      if (writing) return;
      writing = true;
      void write();
    });
}
