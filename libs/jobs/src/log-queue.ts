/** The queue of the worker process: `verify` (walks the whole log) and the tick `anchor`. */
export const LOG_QUEUE = 'log';
