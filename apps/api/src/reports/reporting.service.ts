import { canonicalJson } from '#libs/platform';
import { type DefinitionEnvelope, type Reporting } from '#libs/reporting';
import { type SentCommand } from '../http/sent.js';

export const REPORTING = Symbol('reporting');

/** What the report and definition endpoints work with. */
export interface ReportingService {
  readonly reporting: Reporting;
  /** Who sends it under which id, and the keyed hash by which the same command is recognised. */
  envelope(sent: SentCommand, body: unknown): DefinitionEnvelope;
}

export const reportingService = (reporting: Reporting, keyedHash: (purpose: string, text: string) => string): ReportingService => ({
  reporting,
  envelope: ({ commandId, principal }, body) => ({
    commandId,
    commandHash: keyedHash('command', canonicalJson(body)),
    actor: principal.actor,
  }),
});
