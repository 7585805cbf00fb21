import { type PoolSettings, type ReleaseRoute } from '#libs/contracts';

/** A rep as others may know it. */
export interface RepFacts {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  /** The team the rep's work counted for at an instant (milliseconds since the epoch); null where in none. */
  teamAt(at: number): string | null;
  /** Every team the rep was in at an instant, and the roles it had in them. */
  groupsAt(at: number): { readonly teams: readonly string[]; readonly roles: readonly string[] };
  /** Whether the rep's own capacity, or a limit it met before, makes every lead it gets or loses a posting. */
  isBoundedAt(at: number): boolean;
  /** Whether the command of this id has deactivated the rep, whatever came after. */
  hasLeftBy(commandId: string): boolean;
}

export interface PoolFacts {
  readonly name: string;
  readonly team: string | null;
  readonly settings: PoolSettings;
}

/** Who works here and in what teams, in time: the port by which other features ask. Null: no such one. */
export interface OrganisationReader {
  rep(id: string): Promise<RepFacts | null>;
  team(id: string): Promise<{ readonly name: string } | null>;
  pool(id: string): Promise<PoolFacts | null>;
  /** A pool as it was set at an instant (milliseconds since the epoch). */
  poolAt(id: string, at: number): Promise<PoolFacts | null>;
  /** Who handles at an instant what falls due for an absent rep; null where the rep is there, or nobody does. */
  coverOf(rep: string, at: number): Promise<string | null>;
  /** Where leads go that are given back without naming a pool. */
  releaseRoutes(): Promise<readonly ReleaseRoute[]>;
}
