/** A rep as others may know it. */
export interface RepFacts {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  /** The team the rep's work counted for at an instant (milliseconds since the epoch); null where in none. */
  teamAt(at: number): string | null;
}

/** Who works here and in what teams, in time: the port by which other features ask. Null: no such one. */
export interface OrganisationReader {
  rep(id: string): Promise<RepFacts | null>;
  team(id: string): Promise<{ readonly name: string } | null>;
  pool(id: string): Promise<{ readonly name: string; readonly team: string | null } | null>;
}
