/**
 * Every statement of the store looks up some hundred rows by index. Without statistics of a table that has just grown the planner would
 * rather read all of it for a join, so it is left no choice.
 */
export const PLANNING = '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off';
