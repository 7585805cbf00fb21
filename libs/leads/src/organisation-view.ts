import { type Holder } from '#libs/contracts';
import { type OrganisationReader } from '#libs/dispatch';
import { type OrganisationView } from './decision.js';
import { INTAKE_POOL } from './intake-pool.js';
import { type CommandEnvelope } from './command-envelope.js';
import { type LeadAction } from './lead-action.js';
import { holderAt, type LeadState } from './lead-state.js';

/** Whom an action names; these are loaded before it is decided. */
export function holdersOf(action: LeadAction): readonly Holder[] {
  switch (action.do) {
    case 'assign-lead':
    case 'transfer-lead':
    case 'correct-ownership':
      return [action.to];
    case 'claim-lead':
      return [{ kind: 'person', id: action.rep }];
    case 'move-lead':
      return [{ kind: 'pool', id: action.pool }];
    case 'release-lead':
    case 'recycle-lead':
      return [{ kind: 'pool', id: action.pool ?? INTAKE_POOL }];
    case 'capture-inquiry':
      return [action.holder ?? { kind: 'pool', id: INTAKE_POOL }];
    case 'record-follow-up':
    case 'plan-next-action':
    case 'move-next-action':
      return action.by === undefined ? [] : [{ kind: 'person', id: action.by }];
    default:
      return [];
  }
}

/** What the action names only through the lead: the pool that has it, and the rep who acts. */
export function presentOf(state: LeadState, action: LeadAction, { bound }: CommandEnvelope, now: number): readonly Holder[] {
  const present = holderAt(state, now)?.to;
  const fromPool = present?.kind === 'pool' && (bound !== undefined || CHANGES_POOL.has(action.do)) ? [present] : [];
  const routed = action.do === 'release-lead' ? holdersOf(action) : [];
  return [...fromPool, ...routed, ...(bound?.rep == null ? [] : [{ kind: 'person' as const, id: bound.rep }])];
}

const CHANGES_POOL: ReadonlySet<LeadAction['do']> = new Set(['claim-lead', 'assign-lead', 'transfer-lead', 'move-lead']);

export const withPresent = (named: OrganisationView, present: OrganisationView): OrganisationView => ({
  rep: (id) => named.rep(id) ?? present.rep(id),
  hasTeam: (id) => named.hasTeam(id) || present.hasTeam(id),
  pool: (id) => named.pool(id) ?? present.pool(id),
});

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
