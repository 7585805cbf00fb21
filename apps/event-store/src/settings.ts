import { parseArgs } from 'node:util';
import { badRequest, loadConfig, requireSettings } from '#libs/platform';
import { type EventStoreOptions } from './server.js';

/** `--name value` for each variable that it overrides. */
const FLAGS = {
  database: 'LEADLEDGER_EVENTS_DATABASE_URL',
  host: 'LEADLEDGER_EVENT_STORE_HOST',
  port: 'LEADLEDGER_EVENT_STORE_PORT',
  'max-append-bytes': 'LEADLEDGER_EVENT_STORE_MAX_APPEND_BYTES',
  'tls-certificate': 'LEADLEDGER_EVENT_STORE_TLS_CERTIFICATE',
  'tls-key': 'LEADLEDGER_EVENT_STORE_TLS_KEY',
} as const;

/** Flags win over the environment; credentials come from the environment only. Throws ProblemError naming all that is missing or wrong. */
export function readSettings(argv: readonly string[], env: NodeJS.ProcessEnv): EventStoreOptions {
  const config = requireSettings(loadConfig({ ...env, ...flagsOf(argv) }), ['eventsDatabaseUrl']);
  const { eventStoreTlsCertificate: certificateFile, eventStoreTlsKey: keyFile } = config;
  return {
    databaseUrl: config.eventsDatabaseUrl,
    host: config.eventStoreHost,
    port: config.eventStorePort,
    maxAppendBytes: config.eventStoreMaxAppendBytes,
    tls: certificateFile !== null && keyFile !== null ? { certificateFile, keyFile } : null,
    credentials: config.eventStoreCredentials,
  };
}

function flagsOf(argv: readonly string[]): Record<string, string> {
  try {
    const options = Object.fromEntries(Object.keys(FLAGS).map((name) => [name, { type: 'string' as const }]));
    const { values } = parseArgs({ args: [...argv], options });
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [FLAGS[name as keyof typeof FLAGS], String(value)]));
  } catch (error) {
    const known = Object.keys(FLAGS).map((name) => `--${name}`);
    throw badRequest({ code: 'EVENT_STORE.UNKNOWN_FLAG', message: `${(error as Error).message}. Known: ${known.join(', ')}` });
  }
}
