import { type PoolSettings, type ReleaseRoute } from '#libs/contracts';
import { type CommandEnvelope } from '#libs/event-store';

/** Changes what is named and leaves the rest as it is. */
export interface ChangePoolSettings {
  readonly do: 'change-pool-settings';
  readonly pool: string;
  readonly settings: Partial<PoolSettings>;
  readonly reason: string;
}
/** Where leads go that are given back without naming a pool: the first route that matches, else the intake pool. */
export interface ChangeReleaseRoutes {
  readonly do: 'change-release-routes';
  readonly routes: readonly ReleaseRoute[];
  readonly reason: string;
}

export type PoolAction = ChangePoolSettings | ChangeReleaseRoutes;

export type PoolEnvelope = CommandEnvelope;
