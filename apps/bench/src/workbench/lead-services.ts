import { randomBytes } from 'node:crypto';
import { type Pool } from 'pg';
import { visibilityReader } from '#libs/access';
import { createOrganisationCommands, createRepLimits, type OrganisationReader } from '#libs/dispatch';
import { connectEventLog, type EventLog } from '#libs/event-store';
import {
  countHoldings,
  createLeadCommands,
  identityRegistry,
  type LeadCommands,
  type LeadDependencies,
  migrateIdentity,
} from '#libs/leads';
import { systemClock } from '#libs/platform';
import { type SeenStreams, seenStreams } from '#libs/projections';
import { createPrivacy, masterKeyOf } from '#libs/privacy';
import { PREFIX } from './prefix.js';
import { type Workbench } from './workbench.js';

export interface LeadServices {
  readonly commands: LeadCommands;
  /** The same, as the worker has them: with another way to know who works here, and with what the spine has seen. */
  readonly commandsWith: (organisation: OrganisationReader) => LeadCommands;
  readonly seen: SeenStreams;
  readonly organisation: OrganisationReader;
  readonly log: EventLog;
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
  readonly keyedHash: (purpose: string, text: string) => string;
  /** Of the registry of identity. */
  readonly pool: Pool;
  /** Of the keys of people. */
  readonly keys: Pool;
}

/** The write side of leads in this process, on stores of its own. */
export async function leadServices(bench: Workbench): Promise<LeadServices> {
  const [{ pool, url: databaseUrl }, { pool: keys }, { url }] = await Promise.all([
    bench.database('ledger'),
    bench.database('keys'),
    bench.eventStore(),
  ]);
  const log = connectEventLog({ url, prefix: PREFIX });
  bench.defer(() => log.close());
  await migrateIdentity(pool);
  const { sealer, keyedHash } = await createPrivacy({ pool: keys, masterKey: masterKeyOf(randomBytes(32).toString('base64')) });
  const organisation = createOrganisationCommands({ log, keyedHash, clock: systemClock }).reader;
  const seen = seenStreams(pool);
  const commandsWith = (reader: OrganisationReader, also: Partial<LeadDependencies> = { seen }): LeadCommands =>
    createLeadCommands({
      log,
      organisation: reader,
      limits: createRepLimits({ log, keyedHash, clock: systemClock, organisationZone: 'UTC', countHoldings: countHoldings(pool, 1_000) }),
      visibility: visibilityReader(log),
      identity: identityRegistry(pool, keyedHash),
      sealer,
      keyedHash,
      clock: systemClock,
      defaultCountry: 'DE',
      ...also,
    });
  const commands = commandsWith(organisation, {});
  return { commands, commandsWith, organisation, seen, log, eventStoreUrl: url, databaseUrl, keyedHash, pool, keys };
}
