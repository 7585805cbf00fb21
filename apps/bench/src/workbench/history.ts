import { organisationProjection } from '#libs/dispatch';
import { connectEventLog, type EventLog } from '#libs/event-store';
import { leadCardProjection, ownershipProjection } from '#libs/leads';
import { prepareReadModels, rebuild, type SequenceProjection } from '#libs/projections';
import { publishLibrary } from '#libs/reporting';
import { type Pool } from 'pg';
import { systemClock } from '#libs/platform';
import { seedLog } from '../data/seed-log.js';
import { PREFIX } from './prefix.js';
import { type Workbench } from './workbench.js';

/** Every read model beside the spine, as the projector has them. */
export const projections: readonly SequenceProjection[] = [ownershipProjection, leadCardProjection, organisationProjection];

export interface BenchHistory {
  readonly log: EventLog;
  readonly pool: Pool;
  readonly events: number;
}

/** A log of about so many events with the read models that were built from it, and with the definitions of the library. */
export async function builtHistory(bench: Workbench, events: number): Promise<BenchHistory> {
  const [{ pool }, { url }] = await Promise.all([bench.database('ledger'), bench.eventStore()]);
  const log = connectEventLog({ url, prefix: PREFIX });
  bench.defer(() => log.close());
  await prepareReadModels(pool, projections);
  const definitions = await publishLibrary({ log, clock: systemClock });
  const seeded = await seedLog(log, events);
  const { events: built } = await rebuild({ log, pool, projections });
  if (built !== seeded + definitions) throw new Error(`Of ${seeded + definitions} events the read models have ${built}`);
  return { log, pool, events: built };
}

const LARGE = 1_000_000;

/** One large history for all that only reads. */
export const sharedHistory = (bench: Workbench): Promise<BenchHistory> =>
  bench.keep('history', (root) => builtHistory(root, root.sized(LARGE, 1_000)));
