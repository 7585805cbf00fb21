import { choice, country, integer, masterKey, memorySize, streamPrefix, text, timeZone, url } from './setting.js';

const postgres = url('postgres', 'postgresql');
const port = integer(0, 65_535);
const milliseconds = integer(1, 86_400_000);

/** Everything that can be configured, in the order of the reference page. The only place that names environment variables. */
export const settings = {
  dataDir: text({
    env: 'LEADLEDGER_DATA',
    fallback: '.leadledger',
    description: 'Data folder of the embedded parts: databases, secrets, report facts, logs.',
  }),
  timeZone: timeZone({
    env: 'LEADLEDGER_TIME_ZONE',
    fallback: 'UTC',
    description: "The organisation's time zone: where a day begins when nothing else says so.",
  }),

  databaseUrl: postgres({
    env: 'LEADLEDGER_DATABASE_URL',
    secret: true,
    description: 'PostgreSQL database of read models, identity registry and jobs. Unset: database `ledger` of the embedded server.',
  }),
  keysDatabaseUrl: postgres({
    env: 'LEADLEDGER_KEYS_DATABASE_URL',
    secret: true,
    description:
      'PostgreSQL database of the keys of personal data, best on a server of its own. Unset: database `keys` of the embedded server.',
  }),
  databaseConnections: integer(
    2,
    500,
  )({ env: 'LEADLEDGER_DATABASE_CONNECTIONS', fallback: '16', description: 'Connections that one process keeps to the database at most.' }),

  eventStoreUrl: url(
    'esdb',
    'esdb+discover',
    'kurrentdb',
    'kurrentdb+discover',
  )({
    env: 'LEADLEDGER_EVENT_STORE_URL',
    secret: true,
    description: 'Connection string of the event log. Unset: the embedded event store.',
  }),
  streamPrefix: streamPrefix({
    env: 'LEADLEDGER_STREAM_PREFIX',
    fallback: 'ledger.',
    description: 'Prefix of all our streams in the event log; what carries it is ours. Never change it over a log in use.',
  }),
  eventsDatabaseUrl: postgres({
    env: 'LEADLEDGER_EVENTS_DATABASE_URL',
    secret: true,
    description: 'PostgreSQL database of the embedded event store. Unset: database `events` of the embedded server.',
  }),
  eventStoreHost: text({
    env: 'LEADLEDGER_EVENT_STORE_HOST',
    fallback: '127.0.0.1',
    description: 'Address on which the embedded event store listens.',
  }),
  eventStorePort: port({
    env: 'LEADLEDGER_EVENT_STORE_PORT',
    fallback: '0',
    description: 'Port on which the embedded event store listens; 0 takes a free one.',
  }),
  eventStoreTlsCertificate: text({
    env: 'LEADLEDGER_EVENT_STORE_TLS_CERTIFICATE',
    description: 'PEM file with the certificate of the embedded event store; needed, with key and credentials, beyond loopback.',
  }),
  eventStoreTlsKey: text({
    env: 'LEADLEDGER_EVENT_STORE_TLS_KEY',
    description: 'PEM file with the private key to that certificate.',
  }),
  eventStoreCredentials: text({
    env: 'LEADLEDGER_EVENT_STORE_CREDENTIALS',
    secret: true,
    description:
      'Credentials (user:password) that clients of the embedded event store must send, over TLS only. Unset: no sign-in, loopback only.',
  }),
  eventStoreMaxAppendBytes: integer(
    1_024,
    16_000_000,
  )({
    env: 'LEADLEDGER_EVENT_STORE_MAX_APPEND_BYTES',
    unit: 'bytes',
    fallback: '1048576',
    description:
      'Bytes of data that one append to the embedded event store may hold; the default is that of EventStoreDB 24.10 and KurrentDB 25.0.',
  }),
  eventStoreTimeoutMs: milliseconds({
    env: 'LEADLEDGER_EVENT_STORE_TIMEOUT_MS',
    unit: 'ms',
    fallback: '10000',
    description: 'How long an append or a read may take before the event store counts as unavailable.',
  }),

  redisUrl: url(
    'redis',
    'rediss',
  )({ env: 'LEADLEDGER_REDIS_URL', secret: true, description: 'Redis for the job queues. Unset: the queues are in PostgreSQL.' }),

  apiHost: text({ env: 'LEADLEDGER_API_HOST', fallback: '127.0.0.1', description: 'Address on which the API listens.' }),
  apiPort: port({ env: 'LEADLEDGER_API_PORT', fallback: '3000', description: 'Port on which the API listens; 0 takes a free one.' }),
  baseUrl: url(
    'http',
    'https',
  )({
    env: 'LEADLEDGER_BASE_URL',
    description: 'Address under which others reach the API, used in links and as the source of feed items. Unset: made of host and port.',
  }),
  requestBodyBytes: integer(
    1_024,
    67_108_864,
  )({ env: 'LEADLEDGER_REQUEST_BODY_BYTES', unit: 'bytes', fallback: '8388608', description: 'Largest request body that is read.' }),
  waitForTimeoutMs: milliseconds({
    env: 'LEADLEDGER_WAIT_FOR_TIMEOUT_MS',
    unit: 'ms',
    fallback: '10000',
    description: 'How long a read with `wait-for` waits for the projection before it answers 504.',
  }),
  sseHeartbeatMs: milliseconds({
    env: 'LEADLEDGER_SSE_HEARTBEAT_MS',
    unit: 'ms',
    fallback: '15000',
    description: 'Interval of the comments that keep an idle event stream open.',
  }),
  shutdownTimeoutMs: milliseconds({
    env: 'LEADLEDGER_SHUTDOWN_TIMEOUT_MS',
    unit: 'ms',
    fallback: '15000',
    description: 'How long a process that is asked to stop may finish what it has begun.',
  }),
  url: url(
    'http',
    'https',
  )({ env: 'LEADLEDGER_URL', description: 'Server that the command line talks to. Unset: the server of the data folder.' }),
  token: text({ env: 'LEADLEDGER_TOKEN', secret: true, description: 'Bearer token that the command line sends to LEADLEDGER_URL.' }),

  jwtIssuer: text({ env: 'LEADLEDGER_JWT_ISSUER', fallback: 'leadledger', description: 'Issuer (`iss`) that a bearer token must name.' }),
  jwtAudience: text({
    env: 'LEADLEDGER_JWT_AUDIENCE',
    fallback: 'leadledger',
    description: 'Audience (`aud`) that a bearer token must name.',
  }),
  jwksUrl: url(
    'http',
    'https',
  )({
    env: 'LEADLEDGER_JWKS_URL',
    description: "Keys of an external identity provider. Unset: the embedded issuer's key in the data folder.",
  }),
  jwtRoleClaim: text({ env: 'LEADLEDGER_JWT_ROLE_CLAIM', fallback: 'role', description: 'Claim of a bearer token that holds the role.' }),

  masterKey: masterKey({
    env: 'LEADLEDGER_MASTER_KEY',
    secret: true,
    description:
      'Key that wraps the keys of personal data. Unset: `secrets/master-key` in the data folder, made at the first start. Whoever loses it loses all personal data.',
  }),

  factsDir: text({ env: 'LEADLEDGER_FACTS', description: 'Folder of the report facts (Parquet). Unset: `facts` in the data folder.' }),
  factsPartPositions: integer(
    100,
    10_000_000,
  )({
    env: 'LEADLEDGER_FACTS_PART_POSITIONS',
    unit: 'positions',
    fallback: '20000',
    description: 'Positions that one part of the report facts covers. Never change it over facts in use.',
  }),
  duckdbMemoryLimit: memorySize({
    env: 'LEADLEDGER_DUCKDB_MEMORY_LIMIT',
    fallback: '1GB',
    description: 'Memory that reports may use in one process.',
  }),
  duckdbThreads: integer(
    1,
    256,
  )({ env: 'LEADLEDGER_DUCKDB_THREADS', fallback: '2', description: 'Threads that reports may use in one process.' }),

  projectorBatchEvents: integer(
    1,
    10_000,
  )({
    env: 'LEADLEDGER_PROJECTOR_BATCH_EVENTS',
    unit: 'events',
    fallback: '2000',
    description: 'Events that the projector writes in one transaction at most.',
  }),
  defaultCountry: country({
    env: 'LEADLEDGER_DEFAULT_COUNTRY',
    description: 'Country of phone numbers without a country code. Unset: such numbers are kept as they came, as not valid.',
  }),

  smtpUrl: url(
    'smtp',
    'smtps',
  )({
    env: 'LEADLEDGER_SMTP_URL',
    secret: true,
    description: 'SMTP server that alerts go out by, with user and password. Unset: no e-mail.',
  }),
  alertFrom: text({
    env: 'LEADLEDGER_ALERT_FROM',
    fallback: 'leadledger@localhost',
    description: 'Sender of alerts by e-mail.',
  }),
  alertWebhookUrl: url(
    'http',
    'https',
  )({ env: 'LEADLEDGER_ALERT_WEBHOOK_URL', secret: true, description: 'Where every alert is posted. Unset: only to webhooks of people.' }),
  alertWebhookSecret: text({
    env: 'LEADLEDGER_ALERT_WEBHOOK_SECRET',
    secret: true,
    description: 'Key that signs what is posted (Standard Webhooks). Unset: not signed.',
  }),
  alertLastResort: text({
    env: 'LEADLEDGER_ALERT_LAST_RESORT',
    fallback: 'administrator',
    description: 'The person who is told where nobody else answers for something, or nobody else answers.',
  }),
  webhookAllowPrivate: choice(
    'yes',
    'no',
  )({
    env: 'LEADLEDGER_WEBHOOK_ALLOW_PRIVATE',
    fallback: 'no',
    description: 'Whether webhooks may go to this host and the local network.',
  }),
  webhookTimeoutMs: milliseconds({
    env: 'LEADLEDGER_WEBHOOK_TIMEOUT_MS',
    unit: 'ms',
    fallback: '10000',
    description: 'How long a webhook or a mail server may take to answer.',
  }),

  logLevel: choice(
    'trace',
    'debug',
    'info',
    'warn',
    'error',
    'fatal',
    'silent',
  )({ env: 'LEADLEDGER_LOG_LEVEL', fallback: 'info', description: 'Least severe message that is logged (JSON lines on standard error).' }),
} as const;

export type SettingName = keyof typeof settings;
