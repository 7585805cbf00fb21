import { type JobHandler, type RunningJob } from '#libs/jobs';
import { notFound } from '#libs/platform';
import { simulationResult, type SimulationRequest } from './simulation/run-simulation.js';
import { fairnessAlarm } from './trust/fairness-alarm.js';
import { type AlarmContext, overrideAlarm } from './trust/override-alarm.js';

/** The queue on which a worker takes work about policies: `simulate` and the tick `alarms`. One at a time: dispatch goes on beside it. */
export const POLICY_QUEUE = 'policies';

interface PolicyJobContext extends AlarmContext {
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
    alarms: async () => ({ overrides: await overrideAlarm(context), fairness: await fairnessAlarm(context) }),
  };
  return async (job) => {
    const handler = handlers[job.name];
    if (!handler)
      throw notFound('JOB.UNKNOWN', `Nobody knows how to do ${job.name}; the jobs of this queue are ${Object.keys(handlers).join(', ')}`);
    return handler(job);
  };
}
