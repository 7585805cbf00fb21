import { type EventLog } from '#libs/event-store';
import { type Pool } from 'pg';
import { rebuild } from './rebuild/rebuild.js';
import { type SequenceProjection } from './sequence-projection.js';
import { verifyProjections } from './verify/verify-projections.js';

/** The queue on which the projector takes work, and what it understands there. */
export const PROJECTION_QUEUE = 'projections';
export type ProjectionJob =
  { readonly do: 'rebuild'; readonly names?: readonly string[] } | { readonly do: 'verify'; readonly names?: readonly string[] };

export interface ProjectionJobContext {
  readonly log: EventLog;
  readonly pool: Pool;
  readonly projections: readonly SequenceProjection[];
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly stage: string; readonly events: number }) => void;
}

/** Does one job; the result is JSON, with positions as decimal text. Run twice, it does the same twice: nothing but the time is lost. */
export async function doProjectionJob(job: ProjectionJob, context: ProjectionJobContext): Promise<unknown> {
  const options = { ...context, ...(job.names && { names: job.names }) };
  const result = job.do === 'rebuild' ? await rebuild(options) : await verifyProjections(options);
  return { ...result, position: String(result.position) };
}
