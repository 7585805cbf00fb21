/**
 * Every statement of the store looks up some hundred rows by index. Without statistics of a table that has just grown the planner would
 * rather read all of it, so it is left no choice; and as it has none, it plans once a session and not anew for each set of parameters,
 * which took longer than the insert of one event.
 */
export const PLANNING = [
  'enable_seqscan=off',
  'enable_bitmapscan=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
  'plan_cache_mode=force_generic_plan',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');
