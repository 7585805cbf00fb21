/** One line of the NDJSON file: what an ordinary CRM would export, one row per event. Absent fields are left out. */
export interface SampleRow {
  /** Identifies the row in the source. */
  readonly id: string;
  readonly lead: string;
  readonly activity: Activity;
  /** When it happened, ISO 8601 in UTC. */
  readonly at: string;
  /** When the CRM recorded it; never before `at`. */
  readonly recorded: string;
  /** Who did it: a rep, the manager, or a system. */
  readonly actor: string;
  /** Who has the lead from here on. */
  readonly owner?: string;
  readonly pool?: string;
  readonly team?: string;
  readonly source?: string;
  readonly channel?: string;
  readonly medium?: string;
  readonly name?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly handle?: string;
  readonly product?: string;
  readonly employees?: number;
  readonly message?: string;
  readonly direction?: 'outbound' | 'inbound';
  readonly outcome?: string;
  readonly next?: string;
  readonly due?: string;
  readonly stage?: string;
  readonly value?: string;
  readonly currency?: string;
  readonly reason?: string;
}

export type Activity =
  | 'inquiry'
  | 'assigned'
  | 'claimed'
  | 'transferred'
  | 'released'
  | 'recycled'
  | 'owner corrected'
  | 'call'
  | 'mail'
  | 'meeting'
  | 'auto reply'
  | 'planned'
  | 'stage'
  | 'won'
  | 'lost'
  | 'invalid'
  | 'reopened';

/** A row before it is written: times still numbers, and no id. */
export type DraftRow = Omit<SampleRow, 'id' | 'lead' | 'at' | 'recorded'> & { readonly at: number; readonly recorded?: number };
