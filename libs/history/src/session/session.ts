import { type Pool } from 'pg';
import { type OrganisationCommands } from '#libs/dispatch';
import { type EventLog } from '#libs/event-store';
import { type LeadCommands } from '#libs/leads';
import { type Clock } from '#libs/platform';
import { type Reject } from '../run/row-fault.js';
import { type AcceptedRows } from './accepted-rows.js';
import { type ImportLog } from './import-log.js';

/** Rules during an import: kept and noted, kept and reported, or a case that breaks one is refused. */
export type ImportEnforcement = 'record-only' | 'warn' | 'block';

export interface ImportDependencies {
  readonly log: EventLog;
  /** Of the database `ledger`. */
  readonly pool: Pool;
  readonly leads: Pick<LeadCommands, 'recordHistory' | 'retractImport'>;
  readonly organisation: Pick<OrganisationCommands, 'recordHistory' | 'retractImport'>;
  readonly keyedHash: (purpose: string, text: string) => string;
  readonly clock: Clock;
}

/** What the parts of a session work with. */
export interface SessionContext extends ImportDependencies {
  readonly importLog: ImportLog;
  readonly rows: AcceptedRows;
}

export interface ImportStart {
  /** The mapping's name. */
  readonly mapping: string;
  readonly mappingHash: string;
  readonly files: readonly { readonly name: string; readonly sha256: string; readonly bytes: number }[];
}

export interface ImportBegun {
  readonly import: string;
  /** True where the import had begun before: rows that are in the log already are left alone. */
  readonly resumed: boolean;
}

export interface ImportCompleted {
  readonly import: string;
  /** Opaque; a read that sends it as `wait-for` sees all that the import brought in. */
  readonly token: string;
}

export interface BatchAnswer {
  /** Rows whose effect came into the log now. */
  readonly accepted: number;
  /** Rows that were in the log already. */
  readonly known: number;
  /** Events appended now. */
  readonly events: number;
  /** Leads that got events now. */
  readonly leads: number;
  /** Rules that were broken by what was kept, by code. */
  readonly findings: Readonly<Record<string, number>>;
  readonly rejects: readonly Reject[];
}

export interface ImportTotals {
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly leads: number;
  readonly events: number;
}

export interface UndoAnswer {
  readonly import: string;
  /** Leads that the import had touched. */
  readonly leads: number;
  /** Reps, teams and pools that it had touched. */
  readonly organisation: number;
}
