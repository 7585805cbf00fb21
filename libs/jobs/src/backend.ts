import {
  createPostgresBackend,
  type Processor,
  type Queue,
  type QueueOptions,
  Queue as RedisQueue,
  Worker as RedisWorker,
  runMigrations,
  withBackend,
  type Worker,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import { createPool } from '#libs/platform';

type Connection = { readonly connection: unknown; readonly prefix?: string };

/** BullMQ's classes bound to one store, and what has to be let go of in the end. */
export interface Backend {
  queue(name: string, options: Omit<QueueOptions, 'connection'>): Queue;
  worker(name: string, run: Processor, options: Omit<WorkerOptions, 'connection'>): Worker;
  close(): Promise<void>;
}

/** All queues of a process share one pool; each worker keeps one of its connections for LISTEN. */
export async function postgresBackend(url: string, connections: number): Promise<Backend> {
  const pool = createPool(url, { name: 'jobs', max: connections, options: '-c search_path=bullmq,public' });
  // Every queue and worker listens to the pool's errors.
  pool.setMaxListeners(0);
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
  const { Queue, Worker } = withBackend(createPostgresBackend);
  const shared = { connection: pool } as never;
  return {
    queue: (name, options) => new Queue(name, { ...options, ...(shared as Connection) } as never) as unknown as Queue,
    worker: (name, run, options) => new Worker(name, run as never, { ...options, ...(shared as Connection) } as never) as unknown as Worker,
    close: () => pool.end(),
  };
}

export function redisBackend(url: string, prefix: string): Backend {
  // BullMQ waits on blocking commands, so the client must never give up on one.
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  connection.on('error', () => undefined);
  const shared = { connection, prefix } as Pick<QueueOptions, 'connection' | 'prefix'>;
  return {
    queue: (name, options) => new RedisQueue(name, { ...options, ...shared }),
    worker: (name, run, options) => new RedisWorker(name, run, { ...options, ...shared }),
    close: async () => {
      await connection.quit();
    },
  };
}
