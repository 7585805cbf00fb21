import { type Holder } from '#libs/contracts';
import { type OrganisationReader } from '#libs/dispatch';
import { type OrganisationView } from './decision.js';
import { INTAKE_POOL } from './intake-pool.js';
import { type LeadAction } from './lead-action.js';

/** Whom an action names; these are loaded before it is decided. */
export function holdersOf(action: LeadAction): readonly Holder[] {
  switch (action.do) {
    case 'assign-lead':
    case 'transfer-lead':
    case 'correct-ownership':
      return [action.to];
    case 'claim-lead':
      return [{ kind: 'person', id: action.rep }];
    case 'release-lead':
    case 'recycle-lead':
      return [{ kind: 'pool', id: action.pool ?? INTAKE_POOL }];
    case 'capture-inquiry':
      return [action.holder ?? { kind: 'pool', id: INTAKE_POOL }];
    default:
      return [];
  }
}

/** Loads the people, teams and pools named, each once. */
export async function organisationView(reader: OrganisationReader, holders: readonly Holder[]): Promise<OrganisationView> {
  const ids = (kind: 'person' | 'team' | 'pool'): string[] => [
    ...new Set(holders.flatMap((holder) => (holder.kind === kind && isReadable(holder.id) ? [holder.id] : []))),
  ];
  const load = async <T>(names: readonly string[], read: (id: string) => Promise<T>): Promise<ReadonlyMap<string, T>> =>
    new Map(await Promise.all(names.map(async (id) => [id, await read(id)] as const)));
  const [reps, teams, pools] = await Promise.all([
    load(ids('person'), reader.rep),
    load(ids('team'), reader.team),
    load(ids('pool'), reader.pool),
  ]);
  return {
    rep: (id) => reps.get(id) ?? null,
    hasTeam: (id) => teams.get(id) != null,
    pool: (id) => pools.get(id) ?? null,
  };
}

/** A malformed id is refused by the decision; it must not become the name of a stream first. */
const isReadable = (id: string): boolean => id.length > 0 && id.length <= 128;
