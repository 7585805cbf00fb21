import { type JobHandler } from '#libs/jobs';
import { type Pool } from 'pg';
import { simulationResult, type SimulationRequest } from './run-simulation.js';

/** The queue on which a worker takes simulations. One at a time: they are work for a processor, and dispatch goes on beside them. */
export const SIMULATION_QUEUE = 'simulations';

/** Does one simulation; run twice, it gives the same twice. */
export const simulationJobs =
  (context: { readonly pool: Pool; readonly timeZone: string; readonly signal: AbortSignal }): JobHandler =>
  (job) =>
    simulationResult(context.pool, job.data as SimulationRequest, {
      timeZone: context.timeZone,
      signal: context.signal,
      onProgress: (progress) => void job.progress({ ...progress, events: progress.done }).catch(() => undefined),
    });
