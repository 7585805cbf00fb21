import { type repQueueAt } from '#libs/leads';

/** One place of a rep's queue, as the API answers it. */
export type QueueLine = Awaited<ReturnType<typeof repQueueAt>>['rows'][number];
