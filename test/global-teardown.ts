import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export default async function globalTeardown(): Promise<void> {
  const servers = (globalThis as { leadledgerTestServers?: ChildProcess }).leadledgerTestServers;
  if (!servers || servers.exitCode !== null) return;
  servers.ref();
  const ended = once(servers, 'exit');
  servers.disconnect();
  await ended;
}
