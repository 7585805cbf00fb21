/** An instant (`2026-04-02T07:00:00.000Z`), or a day (`2026-04-02`) in the zone of the rep's calendar. */
export type InstantOrDay = string;

/**
 * Away from work. A day as `from` begins with it, a day as `to` is the last one away; without `to` until further notice. `cover` handles what
 * falls due meanwhile and owns nothing by it.
 */
export interface AnnounceAbsence {
  readonly do: 'announce-absence';
  readonly rep: string;
  /** Default: the id of the command. */
  readonly absenceId?: string;
  /** holiday, sick, training, parental … */
  readonly kind: string;
  readonly from: InstantOrDay;
  readonly to?: InstantOrDay | null;
  readonly cover?: string | null;
  readonly note?: string | null;
}
/** What is not named stays as it was; null takes it away. */
export interface ChangeAbsence {
  readonly do: 'change-absence';
  readonly rep: string;
  readonly absenceId: string;
  readonly kind?: string;
  readonly from?: InstantOrDay;
  readonly to?: InstantOrDay | null;
  readonly cover?: string | null;
  readonly note?: string | null;
}
export interface CancelAbsence {
  readonly do: 'cancel-absence';
  readonly rep: string;
  readonly absenceId: string;
  readonly reason?: string;
}
/** What is not named stays as it was; null: no limit. */
export interface SetCapacity {
  readonly do: 'set-capacity';
  readonly rep: string;
  readonly holdingCap?: number | null;
  readonly intakeCap?: number | null;
}
/** Null: the calendar of the team. */
export interface SetCalendar {
  readonly do: 'set-calendar';
  readonly rep: string;
  readonly calendar: string | null;
}
/** Reachable outside working time; a day as `to` is included. */
export interface SetOnCall {
  readonly do: 'set-on-call';
  readonly rep: string;
  /** Default: the id of the command. */
  readonly shiftId?: string;
  readonly from: InstantOrDay;
  readonly to: InstantOrDay;
  /** For this team only; without it for every team of the rep. */
  readonly team?: string | null;
}
export interface CancelOnCall {
  readonly do: 'cancel-on-call';
  readonly rep: string;
  readonly shiftId: string;
  readonly reason?: string;
}
/** Announced again, the last day moves. */
export interface AnnounceLeave {
  readonly do: 'announce-leave';
  readonly rep: string;
  /** `2026-06-30`, the last day at work. */
  readonly lastDay: string;
}
export interface WithdrawLeave {
  readonly do: 'withdraw-leave';
  readonly rep: string;
}
/** What is not named stays as it was. */
export interface ChangeMembership {
  readonly do: 'change-membership';
  readonly rep: string;
  readonly team: string;
  readonly role?: string | null;
  /** A member of weight 2 gets twice the turns of one of weight 1; null: 1. */
  readonly weight?: number | null;
}
/** Null: none. */
export interface SetTeamCalendar {
  readonly do: 'set-team-calendar';
  readonly team: string;
  readonly calendar: string | null;
}
/** Null: nobody. */
export interface NameManager {
  readonly do: 'name-manager';
  readonly team: string;
  readonly person: string | null;
}

export type PeopleAction =
  | AnnounceAbsence
  | ChangeAbsence
  | CancelAbsence
  | SetCapacity
  | SetCalendar
  | SetOnCall
  | CancelOnCall
  | AnnounceLeave
  | WithdrawLeave
  | ChangeMembership;
export type TeamAction = SetTeamCalendar | NameManager;
