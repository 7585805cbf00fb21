import { fileURLToPath } from 'node:url';
import { environmentOf, loadConfig } from '#libs/platform';
import { type DataFolder } from './data-folder.js';
import { type LockKind } from './folder-lock.js';
import { freePort } from './free-port.js';
import { readJsonFile, writeJsonFile } from './json-file.js';
import { type ChildSpec } from './supervised-child.js';

/** Where a child finds the others. */
export interface Surroundings {
  readonly folder: DataFolder;
  readonly ports: { readonly api: number; readonly eventStore: number };
  readonly databaseUrl: (name: string) => string;
}

const READY_WITHIN_MS = 90_000;

/** What is configured from outside stays; the rest points at the embedded parts of the folder. */
export const childEnvironment = {
  embedsEventStore: (): boolean => loadConfig(process.env).eventStoreUrl === null,

  specOf(name: string, { folder, ports, databaseUrl }: Surroundings): ChildSpec {
    const given = loadConfig(process.env);
    return {
      name,
      script: fileURLToPath(new URL(`../../../${name}/src/main.js`, import.meta.url)),
      logFile: `${folder.logs}/${name}.log`,
      readyWithinMs: READY_WITHIN_MS,
      env: {
        ...process.env,
        ...environmentOf({
          dataDir: folder.path,
          apiPort: ports.api,
          eventStorePort: ports.eventStore,
          eventStoreUrl: given.eventStoreUrl ?? `esdb://127.0.0.1:${ports.eventStore}?tls=false`,
          ...(given.eventStoreUrl === null && { eventsDatabaseUrl: given.eventsDatabaseUrl ?? databaseUrl('events') }),
          databaseUrl: given.databaseUrl ?? databaseUrl('ledger'),
          keysDatabaseUrl: given.keysDatabaseUrl ?? databaseUrl('keys'),
        }),
      },
    };
  },
};

const USUAL_API_PORT = 3000;

const configured = (name: string): number | null => Number(process.env[name]?.trim() || 0) || null;
const apiPort = () => configured('LEADLEDGER_API_PORT');
const eventStorePort = () => configured('LEADLEDGER_EVENT_STORE_PORT');

/** Then a port that is taken is the configuration's fault, and another one would be nobody's wish. */
export const portsAreConfigured = (): boolean => apiPort() !== null || eventStorePort() !== null;

/**
 * A configured port is taken as it is. Else `serve` keeps the ports of its last run where they are free, so that addresses stay the same; a
 * server for one command takes any.
 */
export async function choosePorts(folder: DataFolder, kind: LockKind): Promise<Surroundings['ports']> {
  const last = kind === 'serve' ? readJsonFile<Surroundings['ports']>(folder.portsFile) : null;
  return {
    api: apiPort() ?? (await freePort(kind === 'serve' ? (last?.api ?? USUAL_API_PORT) : undefined)),
    eventStore: eventStorePort() ?? (await freePort(last?.eventStore)),
  };
}

export const rememberPorts = (folder: DataFolder, ports: Surroundings['ports']): void => writeJsonFile(folder.portsFile, ports);
