import { type PoolAudience, type PoolSettings, type RecordedLedgerEvent } from '#libs/contracts';

/** What holds where nobody has set anything: everyone sees and claims everything, without limit. */
export const OPEN_POOL: PoolSettings = {
  see: null,
  claim: null,
  maskedFields: [],
  claimsPerDay: null,
  holdingLimit: null,
  previousOwnerCoolDownMinutes: 0,
  newLeadCoolDownMinutes: 0,
  movesTo: null,
};

/** A pool's settings as its stream tells them; version 0: nobody has set anything. */
export interface PoolRules {
  readonly version: number;
  readonly settings: PoolSettings;
}

export const initialPoolRules: PoolRules = { version: 0, settings: OPEN_POOL };

export const evolvePoolRules = (state: PoolRules, event: RecordedLedgerEvent): PoolRules =>
  event.type === 'pool.settings-changed' ? { version: event.data.version, settings: event.data.settings } : state;

/** Whom a question of "may this one" is about. */
export interface Asker {
  readonly roles: readonly string[];
  readonly rep: string | null;
  readonly teams: readonly string[];
}

export const isFor = (audience: PoolAudience | null, { roles, rep, teams }: Asker): boolean =>
  audience === null ||
  roles.some((role) => audience.roles.includes(role)) ||
  (rep !== null && audience.reps.includes(rep)) ||
  teams.some((team) => audience.teams.includes(team));
