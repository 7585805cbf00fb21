export { createJobs, type CreateJobsOptions } from './create-jobs.js';
export { type JobHandler, type Jobs, type JobView, type RunningJob, type WorkOptions } from './jobs.port.js';
export { LOG_QUEUE, TIMER_QUEUE } from './log-queue.js';
export { migrateWorker } from './migrate-worker.js';
export {
  createReactionRunner,
  type Reaction,
  type ReactionRunner,
  type ReactionRunnerOptions,
  type Reactions,
} from './reactions/reaction-runner.js';
export { createTimerTick, type TimerTick, type TimerTickOptions } from './timers/fire-timers.js';
export { type DueTimer, type Fired, type TimerKind } from './timers/timer-kind.js';
export { timerProjection } from './timers/timer.projection.js';
export { type TimerRow, type TimerSource } from './timers/timer-source.js';
export { wakeTimers } from './timers/wake-timers.js';
