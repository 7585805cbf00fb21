import { type Actor } from '#libs/contracts';
import { type HistoricalOrganisationFact } from '#libs/dispatch';
import { positionToken } from '#libs/event-store';
import { type ImportCase } from '../run/import-case.js';
import { acceptCases } from './accept-cases.js';
import { acceptOrganisation } from './accept-organisation.js';
import { AcceptedRows } from './accepted-rows.js';
import { ImportLog } from './import-log.js';
import {
  type BatchAnswer,
  type ImportBegun,
  type ImportCompleted,
  type ImportDependencies,
  type ImportEnforcement,
  type ImportStart,
  type ImportTotals,
  type SessionContext,
  type UndoAnswer,
} from './session.js';
import { startImport } from './start-import.js';
import { finishUndo, undoImport } from './undo-import.js';

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
  complete(importId: string, totals: ImportTotals, actor: Actor): Promise<ImportCompleted>;
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
      const last = await importLog.last(importId);
      const again = totals.accepted === 0 && last?.type === 'import.completed';
      const { storePosition } = again ? last : await importLog.add(importId, { type: 'import.completed', data: { ...totals } }, actor);
      return { import: importId, token: positionToken(storePosition) };
    },
    undo: (importId, actor, options = {}) => undoImport(context, importId, actor, options),
  };
}
