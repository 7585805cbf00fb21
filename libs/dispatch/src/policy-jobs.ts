import { type RaisesAlerts } from '#libs/governance';
import { type JobHandler, type RunningJob } from '#libs/jobs';
import { type Clock, notFound } from '#libs/platform';
import { type Pool } from 'pg';
import { simulationResult, type SimulationRequest } from './simulation/run-simulation.js';
import { overrideAlarm } from './trust/override-alarm.js';

/** The queue on which a worker takes work about policies: `simulate` and the tick `override-alarm`. One at a time: dispatch goes on beside it. */
export const POLICY_QUEUE = 'policies';

interface PolicyJobContext {
  readonly pool: Pool;
  readonly alerts: RaisesAlerts;
  readonly clock: Clock;
  readonly timeZone: string;
  readonly signal: AbortSignal;
}

/** Each job with its one handler; run twice, it does the same twice. */
export function policyJobs(context: PolicyJobContext): JobHandler {
  const handlers: Readonly<Record<string, (job: RunningJob) => Promise<unknown>>> = {
    simulate: (job) =>
      simulationResult(context.pool, job.data as SimulationRequest, {
        ...context,
        onProgress: (progress) => void job.progress({ ...progress, events: progress.done }).catch(() => undefined),
      }),
    'override-alarm': () => overrideAlarm(context),
  };
  return async (job) => {
    const handler = handlers[job.name];
    if (!handler)
      throw notFound('JOB.UNKNOWN', `Nobody knows how to do ${job.name}; the jobs of this queue are ${Object.keys(handlers).join(', ')}`);
    return handler(job);
  };
}
