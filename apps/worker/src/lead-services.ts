import { visibilityReader } from '#libs/access';
import { createOrganisationCommands, createRepLimits, type OrganisationReader, type RepLimitsKeeper } from '#libs/dispatch';
import { type EventLog } from '#libs/event-store';
import { countHoldings, createLeadCommands, identityRegistry, type LeadCommands, migrateIdentity } from '#libs/leads';
import { type Clock, type Config } from '#libs/platform';
import { type SeenStreams, seenStreams } from '#libs/projections';
import { createPrivacy, loadMasterKey } from '#libs/privacy';
import { type Pool } from 'pg';

/** What reactions and timers act with: the same commands as everybody's. */
export interface LeadServices {
  readonly log: EventLog;
  readonly pool: Pool;
  readonly clock: Clock;
  readonly keyedHash: (purpose: string, text: string) => string;
  readonly organisation: OrganisationReader;
  readonly leads: LeadCommands;
  /** The same commands, with another way to know who works here. */
  readonly commandsWith: (organisation: OrganisationReader) => LeadCommands;
  readonly limits: RepLimitsKeeper;
  readonly seen: SeenStreams;
}

interface Given {
  readonly config: Config;
  readonly log: EventLog;
  readonly pool: Pool;
  /** Of the keys. */
  readonly keys: Pool;
  readonly clock: Clock;
}

export async function leadServices({ config, log, pool, keys, clock }: Given): Promise<LeadServices> {
  const { sealer, keyedHash } = await createPrivacy({ pool: keys, masterKey: loadMasterKey(config) });
  await migrateIdentity(pool);
  const { timeZone: organisationZone, defaultCountry } = config;
  const organisation = createOrganisationCommands({ log, keyedHash, clock, organisationZone }).reader;
  const limits = createRepLimits({
    log,
    keyedHash,
    clock,
    organisationZone,
    countHoldings: countHoldings(pool, config.waitForTimeoutMs),
  });
  const seen = seenStreams(pool);
  const commandsWith = (reader: OrganisationReader): LeadCommands =>
    createLeadCommands({
      log,
      organisation: reader,
      limits,
      visibility: visibilityReader(log),
      identity: identityRegistry(pool, keyedHash),
      sealer,
      keyedHash,
      clock,
      seen,
      defaultCountry,
    });
  return { log, pool, clock, keyedHash, organisation, leads: commandsWith(organisation), commandsWith, limits, seen };
}
