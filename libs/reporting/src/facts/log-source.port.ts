import { type SealedEvent } from '#libs/contracts';

/** An event of ours with its place in the digest chain. */
export interface LogEntry {
  readonly position: number;
  /** As stored. */
  readonly event: SealedEvent;
  /** Lower-case hex. */
  readonly digest: string;
}

/** The log as facts need it: by dense position. The spine answers quickly; the event log itself is asked where nothing derived may be trusted. */
export interface LogSource {
  /** The last entry there is, or null for an empty log. */
  head(): Promise<{ readonly position: number; readonly digest: string } | null>;
  /** Digests of the chain at the positions that the log has. */
  digestsAt(positions: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /** Entries after `after`, up to `upTo` inclusive, in pages. */
  read(after: number, upTo: number): AsyncIterable<readonly LogEntry[]>;
}
