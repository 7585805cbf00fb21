import { randomBytes } from 'node:crypto';
import { type Pool } from 'pg';
import { visibilityReader } from '#libs/access';
import {
  createOrganisationCommands,
  createRepLimits,
  type OrganisationCommands,
  type OrganisationReader,
  type RepLimitsKeeper,
} from '#libs/dispatch';
import { type EventLog } from '#libs/event-store';
import { createLeadCommands, type IdentityRegistry, identityRegistry, type LeadCommands, migrateIdentity } from '#libs/leads';
import { type Clock, newId, systemClock } from '#libs/platform';
import { type SeenStreams } from '#libs/projections';
import { createPrivacy, masterKeyOf, type Privacy } from '#libs/privacy';
import { testDatabase } from './test-database.js';
import { countFromLog } from './count-from-log.js';
import { testEventLog } from './test-event-log.js';

export interface TestLeads {
  readonly log: EventLog;
  readonly pool: Pool;
  readonly privacy: Privacy;
  readonly identity: IdentityRegistry;
  readonly commands: LeadCommands;
  readonly organisation: OrganisationCommands;
  readonly limits: RepLimitsKeeper;
  /** The same leads through a process of their own: nothing shared but the stores. `log` may be a faulty one. */
  another(log?: EventLog, organisation?: OrganisationReader, seen?: SeenStreams): LeadCommands;
  /** Reps who work in a team; the team is created where it is not there. */
  hire(team: string, ...reps: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const tester = { kind: 'person' as const, id: 'Mia', assurance: 'local' };

/** The write side of leads on real stores: event log, identity registry, keys. One database holds registry and keys. */
export async function testLeads({ clock = systemClock }: { clock?: Clock } = {}): Promise<TestLeads> {
  const [{ log, close }, database] = await Promise.all([testEventLog(), testDatabase('leads')]);
  await migrateIdentity(database.pool);
  const privacy = await createPrivacy({ pool: database.pool, masterKey: masterKeyOf(randomBytes(32).toString('base64')) });
  const identity = identityRegistry(database.pool, privacy.keyedHash);
  const organisation = createOrganisationCommands({ log, keyedHash: privacy.keyedHash, clock });
  const limitsThrough = (through: EventLog): RepLimitsKeeper =>
    createRepLimits({
      log: through,
      keyedHash: privacy.keyedHash,
      clock,
      organisationZone: 'Europe/Berlin',
      countHoldings: countFromLog(through),
    });
  const another = (through: EventLog = log, reader: OrganisationReader = organisation.reader, seen?: SeenStreams): LeadCommands =>
    createLeadCommands({
      log: through,
      organisation: reader,
      limits: limitsThrough(through),
      visibility: visibilityReader(through),
      identity,
      sealer: privacy.sealer,
      keyedHash: privacy.keyedHash,
      clock,
      seen,
      defaultCountry: 'DE',
    });
  return {
    log,
    pool: database.pool,
    privacy,
    identity,
    commands: another(),
    organisation,
    limits: limitsThrough(log),
    another,
    hire: async (team, ...reps) => {
      const envelope = () => ({ commandId: newId(), actor: tester });
      if ((await organisation.reader.team(team)) === null) await organisation.execute({ do: 'create-team', team, name: team }, envelope());
      for (const rep of reps) {
        await organisation.execute({ do: 'join-rep', rep, name: rep }, envelope());
        await organisation.execute({ do: 'join-team', rep, team }, envelope());
      }
    },
    close: async () => {
      await close();
      await database.drop();
    },
  };
}
