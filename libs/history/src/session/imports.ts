import { type Pool } from 'pg';
import { type Actor } from '#libs/contracts';
import { type HistoricalOrganisationFact, type OrganisationCommands } from '#libs/dispatch';
import { type EventLog } from '#libs/event-store';
import { type LeadCommands } from '#libs/leads';
import { type Clock } from '#libs/platform';
import { type ImportCase } from '../run/import-case.js';
import { type Reject } from '../run/row-fault.js';
import { acceptCases } from './accept-cases.js';
import { acceptOrganisation } from './accept-organisation.js';
import { AcceptedRows } from './accepted-rows.js';
import { ImportLog } from './import-log.js';
import { startImport } from './start-import.js';
import { finishUndo, undoImport } from './undo-import.js';

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

/**
 * Imports on the server's side. An import is started (or taken up again), fed with batches in any order, and completed; undone by one call.
 *
 * Nothing is lost and nothing comes in twice, whoever is killed when: facts carry ids derived from import and row, so what is in the log
 * already is recognised there; rows are noted as accepted after their facts are in the log, never before, so a row that failed is tried again
 * by the next run; the streams of a batch are noted before they are touched, so that an undo reaches all of them.
 *
 * Errors: 404 `IMPORT.NOT_FOUND`, 409 `IMPORT.RETRACTED`, those of the stores (503); after a 503 send the same batch again, or run the import again.
 */
export interface Imports {
  start(request: ImportStart, actor: Actor): Promise<ImportBegun>;
  acceptOrganisation(importId: string, facts: readonly HistoricalOrganisationFact[]): Promise<{ readonly events: number }>;
  accept(importId: string, cases: readonly ImportCase[], enforcement: ImportEnforcement, actor: Actor): Promise<BatchAnswer>;
  complete(importId: string, totals: ImportTotals, actor: Actor): Promise<void>;
  undo(
    importId: string,
    actor: Actor,
    options?: { readonly reason?: string; readonly onProgress?: (done: number, total: number) => void },
  ): Promise<UndoAnswer>;
}

export function createImports(dependencies: ImportDependencies): Imports {
  const importLog = new ImportLog(dependencies.log, dependencies.clock, dependencies.keyedHash);
  const context: SessionContext = { ...dependencies, importLog, rows: new AcceptedRows(dependencies.pool, importLog) };
  return {
    start: (request, actor) =>
      startImport(context, request, actor, (importId) => finishUndo(context, importId, actor).then(() => undefined)),
    acceptOrganisation: (importId, facts) => acceptOrganisation(context, importId, facts),
    accept: (importId, cases, enforcement, actor) => acceptCases(context, importId, cases, enforcement, actor),
    complete: async (importId, totals, actor) => {
      if (totals.accepted === 0 && (await importLog.isCompleted(importId))) return;
      await importLog.add(importId, { type: 'import.completed', data: { ...totals } }, actor);
    },
    undo: (importId, actor, options = {}) => undoImport(context, importId, actor, options),
  };
}
