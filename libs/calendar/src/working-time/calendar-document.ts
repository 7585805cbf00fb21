export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/**
 * `['09:00', '13:00']`: from inclusive, to exclusive, by the clocks of the zone; `24:00` is the end of the day. An end that is not after its
 * start is on the next day (`['22:00', '06:00']`); the hours then belong to the day on which they begin.
 */
export type Hours = readonly [from: string, to: string];

/** What a working calendar says, with every holiday written out as a day. */
export interface CalendarDocument {
  /** IANA name. */
  readonly zone: string;
  /** A weekday that is not named has no hours. */
  readonly weekly: readonly { readonly days: readonly Weekday[]; readonly hours: readonly Hours[] }[];
  /** Days that are not as the week says: holidays have no hours, half days fewer. Only hours that begin on the day are replaced. */
  readonly exceptions: readonly { readonly date: string; readonly name?: string | null; readonly hours: readonly Hours[] }[];
}
