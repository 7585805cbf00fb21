import { type HistoricalOrganisationFact } from '#libs/dispatch';
import { type ImportCase } from '../run/import-case.js';
import {
  type BatchAnswer,
  type ImportBegun,
  type ImportCompleted,
  type ImportEnforcement,
  type ImportStart,
  type ImportTotals,
} from '../session/session.js';

/** Where an import goes: the server over HTTP for the command line, the session itself in tests. */
export interface ImportSink {
  start(request: ImportStart): Promise<ImportBegun>;
  acceptOrganisation(importId: string, facts: readonly HistoricalOrganisationFact[]): Promise<{ readonly events: number }>;
  accept(importId: string, cases: readonly ImportCase[], enforcement: ImportEnforcement): Promise<BatchAnswer>;
  complete(importId: string, totals: ImportTotals): Promise<Pick<ImportCompleted, 'token'>>;
}
