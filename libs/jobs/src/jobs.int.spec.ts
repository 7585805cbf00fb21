import { randomUUID } from 'node:crypto';
import { createLogger } from '#libs/platform';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { createJobs } from './index.js';
import { jobsContract } from './jobs.contract.js';

const logger = createLogger({ logLevel: 'silent' }, 'test');

describe('jobs on PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase('jobs');
  });
  afterAll(() => database.drop());
  jobsContract(() => createJobs({ databaseUrl: database.url, logger }));
});

const redisUrl = process.env['REDIS_URL'];
const redis = redisUrl ? describe : describe.skip;
redis('jobs on Redis (needs REDIS_URL)', () => {
  jobsContract(() => createJobs({ databaseUrl: 'postgres://unused', redisUrl: redisUrl!, redisPrefix: `test-${randomUUID()}`, logger }));
});
