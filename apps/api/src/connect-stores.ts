import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createAccessCommands,
  createTokenVerifier,
  migrateReadAudit,
  noteReads,
  type TokenVerifier,
  rightsReader,
  visibilityReader,
} from '#libs/access';
import {
  alertRecipients,
  createCalendarCommands,
  createOrganisationCommands,
  createPoolCommands,
  createRepLimits,
  migrateDispatch,
  peopleReader,
} from '#libs/dispatch';
import { connectEventLog } from '#libs/event-store';
import { LogListener } from '#libs/feeds';
import {
  beginDeparture,
  createAccountableCommands,
  createAlertCommands,
  createPolicyCommands,
  createRatesCommands,
  createVocabularyCommands,
  loadTextRecogniser,
  loadValueJudge,
  vocabularyReader,
} from '#libs/governance';
import { createImports, migrateHistory } from '#libs/history';
import { createJobs } from '#libs/jobs';
import {
  contactLookup,
  countHoldings,
  createLeadCommands,
  createPersonCommands,
  identityRegistry,
  leadSights,
  mergedPeople,
  migrateIdentity,
} from '#libs/leads';
import { type Config, createPool, type Logger, requireSettings, systemClock } from '#libs/platform';
import { createPrivacy, loadMasterKey } from '#libs/privacy';
import { projectionStatus, waitForPosition } from '#libs/projections';
import { Reporting } from '#libs/reporting';
import { createTokenIssuer } from '#libs/tokens';
import { repOf } from './leads/envelope.js';
import { createMetrics } from './metrics/http-metrics.js';
import { policyKinds } from './policies/policy-kinds.js';
import { reportingService } from './reports/reporting.service.js';
import { type ApiServices } from './services.js';

export interface Stores {
  readonly services: ApiServices;
  /** Ends what would otherwise keep connections open: event streams. */
  endStreams(): void;
  close(): Promise<void>;
}

const KEY_CONNECTIONS = 4;
const JOB_CONNECTIONS = 6;

/** Connects everything the endpoints need. Throws what is missing or wrong in the configuration, all at once. */
export async function connectStores(given: Config, logger: Logger, url: () => string): Promise<Stores> {
  const config = requireSettings(given, ['databaseUrl', 'keysDatabaseUrl', 'eventStoreUrl']);
  const verifier = verifierOf(config);
  const masterKey = loadMasterKey(config);
  const pool = createPool(config.databaseUrl, { name: 'api', max: config.databaseConnections });
  const keys = createPool(config.keysDatabaseUrl, { name: 'api keys', max: KEY_CONNECTIONS });
  const log = connectEventLog({ url: config.eventStoreUrl, prefix: config.streamPrefix, timeoutMs: config.eventStoreTimeoutMs });
  const listener = new LogListener(config.databaseUrl, (error) =>
    logger.warn({ err: error }, 'The feed is not woken; it looks for itself'),
  );
  const closing = new AbortController();
  const closers: (() => Promise<void>)[] = [() => listener.close()];
  const close = async (): Promise<void> => {
    closing.abort();
    await Promise.all(closers.map((closer) => closer()));
    await Promise.all([log.close(), pool.end(), keys.end()]);
  };
  try {
    const privacy = await createPrivacy({ pool: keys, masterKey });
    await migrateIdentity(pool);
    await migrateHistory(pool);
    await migrateDispatch(pool);
    await migrateReadAudit(pool);
    const jobs = await createJobs({ databaseUrl: config.databaseUrl, redisUrl: config.redisUrl, logger, connections: JOB_CONNECTIONS });
    closers.push(() => jobs.close());
    const { sealer, keyedHash } = privacy;
    const organisationCommands = createOrganisationCommands({
      log,
      keyedHash,
      clock: systemClock,
      organisationZone: config.timeZone,
      departing: beginDeparture({ log, keyedHash, clock: systemClock }),
    });
    const identity = identityRegistry(pool, keyedHash);
    const { defaultCountry } = config;
    const visibility = visibilityReader(log);
    const { reader } = organisationCommands;
    const accessCommands = createAccessCommands({
      log,
      keyedHash,
      clock: systemClock,
      teamExists: async (team) => (await reader.team(team)) !== null,
    });
    const vocabularies = vocabularyReader(pool);
    const waitFor = (token: string): Promise<void> => waitForPosition(pool, token, config.waitForTimeoutMs);
    const limits = createRepLimits({
      log,
      keyedHash,
      clock: systemClock,
      organisationZone: config.timeZone,
      countHoldings: countHoldings(pool, config.waitForTimeoutMs),
    });
    const leadCommands = createLeadCommands({
      limits,
      visibility,
      log,
      organisation: organisationCommands.reader,
      identity,
      loadJudge: loadValueJudge(vocabularies, config.timeZone),
      loadRecogniser: loadTextRecogniser(vocabularies, config.timeZone),
      sealer,
      keyedHash,
      clock: systemClock,
      defaultCountry,
    });
    const reporting = new Reporting({
      pool,
      log,
      factsDir: config.factsDir ?? join(config.dataDir, 'facts'),
      threads: config.duckdbThreads,
      memoryLimit: config.duckdbMemoryLimit,
      organisationZone: config.timeZone,
      clock: systemClock,
    });
    closers.push(() => reporting.close());
    const contacts = contactLookup(identity, defaultCountry);
    const reads = () => ({ pool, now: systemClock.now(), contacts });
    listener.start();
    const policyWorld = {
      pool,
      clock: systemClock,
      organisation: organisationCommands.reader,
      people: peopleReader(log),
      zone: config.timeZone,
    };
    const kinds = policyKinds(policyWorld);
    const policyCommands = createPolicyCommands({
      log,
      kinds,
      keyedHash,
      clock: systemClock,
      vocabularies: { read: vocabularies, zone: config.timeZone },
    });
    return {
      services: {
        settings: { timeZone: config.timeZone, version: productVersion(), url },
        logger,
        metrics: createMetrics(),
        verifier,
        readiness: [
          { name: 'database', check: async () => void (await pool.query('select 1 from read.log_entry limit 1')) },
          { name: 'keys', check: async () => void (await keys.query('select 1')) },
          { name: 'event-store', check: () => firstOf(log.readStream('log', { limit: 1 })) },
        ],
        waitFor,
        jobs,
        projectionStatus: () => projectionStatus({ pool, log }),
        reads,
        feed: { pool, listener, source: config.baseUrl ?? 'urn:leadledger', heartbeatMs: config.sseHeartbeatMs, closing: closing.signal },
        organisationCommands,
        pools: createPoolCommands({ log, keyedHash, clock: systemClock }, reader),
        access: {
          commands: accessCommands,
          mayDo: rightsReader(log),
          visibility,
          organisation: reader,
          log,
        },
        sights: {
          of: async (principal, leads) =>
            principal.role === 'rep'
              ? leadSights({ organisation: reader, visibility }, pool, repOf(principal), leads, systemClock.now())
              : null,
          note: noteReads(pool),
        },
        calendarCommands: createCalendarCommands({ log, keyedHash, clock: systemClock }),
        leadCommands,
        accountableCommands: createAccountableCommands({ log, organisation: organisationCommands.reader, keyedHash, clock: systemClock }),
        personCommands: createPersonCommands({
          log,
          people: mergedPeople(pool),
          leads: leadCommands,
          organisation: organisationCommands.reader,
          keyedHash,
          clock: systemClock,
        }),
        reporting: reportingService(reporting, keyedHash),
        alerts: {
          pool,
          commands: createAlertCommands({
            log,
            keyedHash,
            clock: systemClock,
            recipients: alertRecipients({ log, pool, clock: systemClock }),
            lastResort: config.alertLastResort,
          }),
        },
        policies: { pool, commands: policyCommands, kinds, zone: config.timeZone },
        rates: { pool, commands: createRatesCommands({ log, keyedHash, clock: systemClock }) },
        vocabularies: { pool, commands: createVocabularyCommands({ log, vocabularies, keyedHash, clock: systemClock }) },
        redistributions: { log, keyedHash, clock: systemClock, leads: leadCommands, reads },
        generalQueue: { log, pool, clock: systemClock, keyedHash, policies: policyCommands, access: accessCommands, waitFor },
        imports: createImports({ log, pool, leads: leadCommands, organisation: organisationCommands, keyedHash, clock: systemClock }),
      },
      endStreams: () => closing.abort(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function verifierOf(config: Config): TokenVerifier {
  const expected = { issuer: config.jwtIssuer, audience: config.jwtAudience, roleClaim: config.jwtRoleClaim };
  if (config.jwksUrl !== null) return createTokenVerifier({ ...expected, keys: { jwksUrl: config.jwksUrl } });
  return createTokenVerifier({ ...expected, keys: createTokenIssuer({ dataDir: config.dataDir, ...expected }).publicKey });
}

async function firstOf(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items) return;
}

/** From package.json at the root, in the source tree as in dist. */
function productVersion(): string {
  for (const path of ['../../../package.json', '../../../../package.json']) {
    try {
      return (JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as { version: string }).version;
    } catch {
      continue;
    }
  }
  return 'unknown';
}
