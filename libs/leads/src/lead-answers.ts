import { type Finding } from '#libs/contracts';
import { type CommandAnswer } from '#libs/event-store';

export interface LeadAnswer extends CommandAnswer {
  readonly leadId: string;
}

export interface CaptureAnswer {
  readonly inquiryId: string;
  readonly leadId: string;
  readonly personId: string | null;
  /** True where the inquiry joined a lead that was there. */
  readonly joined: boolean;
  readonly findings: readonly Finding[];
  readonly revision: number;
  readonly token: string;
}

/** What became of a row of an import that was not simply taken. */
export interface RowFinding {
  readonly rowKey: string;
  readonly code: string;
  readonly message: string;
}

export interface CaseAnswer {
  readonly leadId: string;
  /** Events appended now. */
  readonly appended: number;
  /** Facts that were in the log already. */
  readonly skipped: number;
  /** Rules the facts broke; they are kept with them. */
  readonly findings: readonly RowFinding[];
  /** Facts that could not be kept, and rows that changed since they were accepted (`ROW_CHANGED`). */
  readonly rejected: readonly RowFinding[];
}
