import { type LedgerEvent, type PoolAudience, type PoolSettings } from '#libs/contracts';
import { type Violation } from '#libs/platform';
import { idCheck, type Verdict } from '../decision.js';
import { type ChangePoolSettings } from './pool-action.js';
import { type PoolRules } from './pool-state.js';
import { reasonCheck } from './reason-check.js';

/** What the settings may name: loaded before. */
export interface NamedInSettings {
  readonly poolExists: boolean;
  readonly missing: readonly {
    readonly path: string;
    readonly code: 'TEAM.NOT_FOUND' | 'REP.NOT_FOUND' | 'POOL.NOT_FOUND';
    readonly id: string;
  }[];
}

const MAX_MINUTES = 366 * 24 * 60;

/** A new version of a pool's settings, whole; none where nothing would change. */
export function decidePoolSettings(
  { version, settings: present }: PoolRules,
  { pool, settings, reason }: ChangePoolSettings,
  { poolExists, missing }: NamedInSettings,
): { readonly violations: readonly Violation[]; readonly events: readonly LedgerEvent<'pool.settings-changed'>[] } {
  const next: PoolSettings = { ...present, ...settings };
  const verdicts: Verdict[] = [
    idCheck('pool', pool),
    reasonCheck(reason),
    poolExists ? null : { code: 'POOL.NOT_FOUND', message: `There is no pool ${pool}; create it first`, path: 'pool' },
    wholeNumber('claimsPerDay', next.claimsPerDay),
    wholeNumber('holdingLimit', next.holdingLimit),
    minutes('previousOwnerCoolDownMinutes', next.previousOwnerCoolDownMinutes),
    minutes('newLeadCoolDownMinutes', next.newLeadCoolDownMinutes),
    nobody('see', next.see),
    nobody('claim', next.claim),
    ...missing.map(({ path, code, id }) => ({ code, message: `${path} names ${id}, which does not exist; create it first`, path })),
  ];
  const violations = verdicts.filter((verdict) => verdict !== null);
  if (violations.length > 0 || JSON.stringify(next) === JSON.stringify(present)) return { violations, events: [] };
  return { violations, events: [{ type: 'pool.settings-changed', data: { version: version + 1, settings: next, reason } }] };
}

const wholeNumber = (path: string, value: number | null): Verdict =>
  value === null || (Number.isInteger(value) && value >= 0)
    ? null
    : { code: 'POOL.LIMIT_MALFORMED', message: `${path} must be a whole number from 0, or null for no limit`, path };

const minutes = (path: string, value: number): Verdict =>
  Number.isInteger(value) && value >= 0 && value <= MAX_MINUTES
    ? null
    : { code: 'POOL.COOL_DOWN_MALFORMED', message: `${path} must be whole minutes from 0 to ${MAX_MINUTES}`, path };

/** An audience of nobody is a slip: leads would be stuck without anyone being told. */
const nobody = (path: string, audience: PoolAudience | null): Verdict =>
  audience !== null && audience.roles.length + audience.teams.length + audience.reps.length === 0
    ? { code: 'POOL.FOR_NOBODY', message: `${path} names nobody; name roles, teams or reps, or null for everyone`, path }
    : null;
