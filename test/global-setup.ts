import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const SERVERS = join(__dirname, '../dist/libs/testing/src/rig/test-servers.main.js');

/**
 * Starts the servers of the test run (see libs/testing/src/rig) and tells the test files where they are: TEST_DATABASE_URL (a superuser's) and
 * EVENTSTORE_URL. Jest loads this file outside its resolver, so it imports nothing of ours and runs the built code.
 */
export default async function globalSetup(): Promise<void> {
  if (!existsSync(SERVERS)) throw new Error('Nothing is built yet: run "npm run build" first, or use "npm test"');
  const servers = fork(SERVERS, [], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const { databaseUrl, eventStoreUrl } = await answerOf(servers);
  process.env['TEST_DATABASE_URL'] = databaseUrl;
  if (eventStoreUrl) process.env['EVENTSTORE_URL'] = eventStoreUrl;
  servers.unref();
  servers.channel?.unref();
  (globalThis as { leadledgerTestServers?: ChildProcess }).leadledgerTestServers = servers;
}

interface Addresses {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string | null;
}

const answerOf = (servers: ChildProcess): Promise<Addresses> =>
  new Promise((settle, reject) => {
    servers.once('message', (message) => settle(message as Addresses));
    servers.once('exit', (code) => reject(new Error(`The test servers ended with code ${code} before they were ready`)));
  });
