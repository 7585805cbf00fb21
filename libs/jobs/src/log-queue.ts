/** The queue of the worker process: `verify` (walks the whole log) and the tick `anchor`. */
export const LOG_QUEUE = 'log';
/** The queue that brings the tick of timers, and nothing else. */
export const TIMER_QUEUE = 'timers';
