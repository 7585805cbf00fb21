import { type PoolSettings } from '#libs/contracts';
import { foldStream } from '#libs/event-store';
import { evolvePoolRules, initialPoolRules } from '../pools/pool-state.js';
import { type Capacity, capacityAt, type RepState } from '../rep-state.js';
import { dayOfRep, type RepDay } from './day-of-rep.js';
import { type RepLimitsDependencies } from './rep-limits-dependencies.js';

/** What limits ask beside a rep's own account, each read at most once for all that is decided together. */
export interface AccountQuestions {
  /** The day that a flow is counted in now. */
  day(): Promise<RepDay>;
  settingsOf(pool: string): Promise<PoolSettings>;
  readonly capacity: Capacity;
}

export function accountQuestions({ log, clock, organisationZone }: RepLimitsDependencies, rep: RepState): AccountQuestions {
  const now = clock.now().getTime();
  const pools = new Map<string, Promise<PoolSettings>>();
  let day: Promise<RepDay> | null = null;
  const read = async (pool: string): Promise<PoolSettings> =>
    (await foldStream(log, `pool-${pool}`, { initial: initialPoolRules, evolve: evolvePoolRules })).state.settings;
  return {
    day: () => (day ??= dayOfRep(log, rep, now, organisationZone)),
    settingsOf: (pool) => {
      const known = pools.get(pool) ?? read(pool);
      pools.set(pool, known);
      return known;
    },
    capacity: capacityAt(rep, now),
  };
}
