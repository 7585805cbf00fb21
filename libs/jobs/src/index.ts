export { createJobs, type CreateJobsOptions } from './create-jobs.js';
export { type JobHandler, type Jobs, type JobView, type RunningJob, type WorkOptions } from './jobs.port.js';
export { LOG_QUEUE } from './log-queue.js';
