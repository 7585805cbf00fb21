/** `in_time`, `afterwards`, `absent`: of a row of the list; `unlisted`: won by the log, and not on the list. */
export type Verdict = 'in_time' | 'afterwards' | 'absent' | 'unlisted';

/** A deal as one of the two sides has it. `wonOn` is a date; null: not said. */
export interface WonDeal {
  readonly wonOn: string | null;
  readonly amount: string | null;
  readonly currency: string | null;
}

export interface ReconciledRow {
  /** Line of the list, the heading being 1; null where the list has none. */
  readonly line: number | null;
  /** As the list names the lead. */
  readonly reference: string | null;
  readonly lead: string | null;
  readonly verdict: Verdict;
  /** Why it is absent: there is no such lead, or how the lead stands instead. */
  readonly because: string | null;
  readonly listed: WonDeal | null;
  /** As the log has it, with when it was recorded and the event that says so. */
  readonly recorded: (WonDeal & { readonly recordedAt: string; readonly event: string }) | null;
  /** What the two say differently: wonOn, amount. Only where both say something. */
  readonly differs: readonly string[];
}

export interface Reconciliation {
  /** The days whose wins are looked for on the list. */
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly position: string;
  readonly knownAt: string | null;
  /** So many days after the day of winning are still in time. */
  readonly within: number;
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly rows: readonly ReconciledRow[];
}

export interface ReconcileRequest {
  /** CSV with a heading: lead, won_on, and where wanted amount and currency. */
  readonly csv: string;
  /** Dates; default: the first and the last day of the list. */
  readonly from?: string;
  readonly to?: string;
  readonly within?: number;
  readonly knownAt?: string;
  readonly position?: string | number;
}
