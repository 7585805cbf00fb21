import { type Actor, type Attributes, type OccurredAt } from '#libs/contracts';
import { type PeopleAction, type TeamAction } from './people-action.js';

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
  readonly role?: string;
  /** Default 1; a member of weight 2 gets twice the turns of one of weight 1. */
  readonly weight?: number;
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

export type RepAction = JoinRep | JoinTeam | LeaveTeam | DeactivateRep | PeopleAction;
export type GroupAction = CreateTeam | CreatePool | TeamAction;
/** Every action on who works here; `do` is the name of the command's folder. */
export type OrganisationAction = RepAction | GroupAction;
/** What an import can tell of the past. */
export type HistoricalAction = JoinRep | JoinTeam | LeaveTeam | DeactivateRep | CreateTeam | CreatePool;

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
