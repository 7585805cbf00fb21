import { type Pool } from 'pg';
import { type LogListener } from '#libs/feeds';

export const FEED = Symbol('feed');

/** What the feed endpoints work with. */
export interface FeedService {
  readonly pool: Pool;
  readonly listener: LogListener;
  /** CloudEvents `source` of every item. */
  readonly source: string;
  readonly heartbeatMs: number;
  /** Aborts when the process stops: open streams end, their readers come back with Last-Event-ID. */
  readonly closing: AbortSignal;
}
