import { type Actor, type Attributes, type OccurredAt } from '#libs/contracts';

/** A person begins to work here; sent again with other facts, the profile changes. */
export interface JoinRep {
  readonly do: 'join-rep';
  readonly rep: string;
  readonly name: string;
  readonly attributes?: Attributes;
}
export interface JoinTeam {
  readonly do: 'join-team';
  readonly rep: string;
  readonly team: string;
}
export interface LeaveTeam {
  readonly do: 'leave-team';
  readonly rep: string;
  readonly team: string;
}
export interface DeactivateRep {
  readonly do: 'deactivate-rep';
  readonly rep: string;
  readonly reason?: string;
}
export interface CreateTeam {
  readonly do: 'create-team';
  readonly team: string;
  readonly name: string;
  readonly attributes?: Attributes;
}
export interface CreatePool {
  readonly do: 'create-pool';
  readonly pool: string;
  readonly name: string;
  /** The team that periods in this pool count for. */
  readonly team?: string;
}

export type RepAction = JoinRep | JoinTeam | LeaveTeam | DeactivateRep;
/** Every action on who works here; `do` is the name of the command's folder. */
export type OrganisationAction = RepAction | CreateTeam | CreatePool;

/** Who sends the command and when. */
export interface OrganisationEnvelope {
  readonly commandId: string;
  readonly actor: Actor;
  /** Default now; only imports may be back-dated. */
  readonly occurredAt?: OccurredAt;
  readonly expectedRevision?: number;
  readonly correlationId?: string;
  readonly causationId?: string;
}
