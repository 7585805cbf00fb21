import { readFileSync } from 'node:fs';
import { ensureDatabase, loadConfig, startEmbeddedPostgres } from '#libs/platform';
import { type DataFolder } from './data-folder.js';
import { isAlive, markOf } from './process-mark.js';

export interface Database {
  url(name: string): string;
  isAlive(): boolean;
  stop(): Promise<void>;
}

/** Each part has a database of its own, so that they can move to other servers one by one. */
const NAMES = ['events', 'ledger', 'keys'] as const;

/** Where every database is configured from outside, nothing is embedded. */
const elsewhere: Database = {
  url: (name) => {
    throw new Error(`The database ${name} is configured elsewhere`);
  },
  isAlive: () => true,
  stop: () => Promise.resolve(),
};

/** The embedded PostgreSQL with our three databases, as far as they are not elsewhere. One that a killed server left running is adopted. */
export async function startDatabase(folder: DataFolder, report: (line: string) => void): Promise<Database> {
  const { databaseUrl, keysDatabaseUrl, eventsDatabaseUrl, eventStoreUrl } = loadConfig(process.env);
  if (databaseUrl && keysDatabaseUrl && (eventsDatabaseUrl ?? eventStoreUrl)) return elsewhere;
  const postgres = await startEmbeddedPostgres({ dataDir: folder.path });
  try {
    if (postgres.adopted) report('PostgreSQL was still running and is used again');
    for (const name of NAMES) await ensureDatabase(postgres.url('postgres'), name);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  const mark = markOf(Number(readFileSync(`${folder.path}/postgres/postmaster.pid`, 'utf8').split('\n')[0]));
  return { url: (name) => postgres.url(name), isAlive: () => mark !== null && isAlive(mark), stop: () => postgres.stop() };
}
