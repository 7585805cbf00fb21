import { type VisibilityMode } from '#libs/contracts';
import { type CommandEnvelope } from '#libs/event-store';

/** How much of other people's leads a rep sees, for the whole organisation. */
export interface ChangeVisibility {
  readonly do: 'change-visibility';
  readonly mode: VisibilityMode;
  readonly reason: string;
}
/** A team may be narrower than the organisation; null: as the organisation. */
export interface ChangeTeamVisibility {
  readonly do: 'change-team-visibility';
  readonly team: string;
  readonly mode: VisibilityMode | null;
  readonly reason: string;
}
export interface GiveRight {
  readonly do: 'give-right';
  /** A person as tokens name it; null: everyone who works here. */
  readonly person: string | null;
  readonly right: string;
  readonly reason: string;
}
export interface WithdrawRight {
  readonly do: 'withdraw-right';
  readonly person: string | null;
  readonly right: string;
  readonly reason: string;
}

export type AccessAction = ChangeVisibility | ChangeTeamVisibility | GiveRight | WithdrawRight;

export type AccessEnvelope = CommandEnvelope;
