import { type StorePosition } from '#libs/event-store';

/** How far something has read: our dense position, the event that has it, and where that event lies in the store. */
export interface LogPlace {
  /** 0 before the first event. */
  readonly position: number;
  /** Null before the first event. */
  readonly eventId: string | null;
  /** Null: read from the start of the store. Internal, and changed by a move of the log: `eventId` tells whether it still holds. */
  readonly storePosition: StorePosition | null;
}

export const START_OF_LOG: LogPlace = { position: 0, eventId: null, storePosition: null };
