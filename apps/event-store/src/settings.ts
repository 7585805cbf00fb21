import { parseArgs } from 'node:util';
import { badRequest } from '#libs/platform';
import { type EventStoreOptions } from './server.js';

/** Flags win over the environment. Throws ProblemError 400 naming what is missing or wrong. */
export function readSettings(argv: readonly string[], env: NodeJS.ProcessEnv): EventStoreOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: { database: { type: 'string' }, host: { type: 'string' }, port: { type: 'string' }, 'max-append-size': { type: 'string' } },
  });
  const databaseUrl = values.database ?? env['LEADLEDGER_EVENTS_DATABASE_URL'];
  if (!databaseUrl) {
    throw badRequest({
      code: 'EVENT_STORE.NO_DATABASE',
      message: 'Name the PostgreSQL database of the events: --database URL or LEADLEDGER_EVENTS_DATABASE_URL',
    });
  }
  return {
    databaseUrl,
    host: values.host ?? env['LEADLEDGER_EVENT_STORE_HOST'] ?? '127.0.0.1',
    port: integer('--port', values.port ?? env['LEADLEDGER_EVENT_STORE_PORT'], 0),
    maxAppendBytes: integer('--max-append-size', values['max-append-size'], 1_048_576),
  };
}

function integer(flag: string, text: string | undefined, fallback: number): number {
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw badRequest({ code: 'EVENT_STORE.NOT_A_NUMBER', message: `${flag} must be a whole number, not "${text}"` });
}
