import { type Definition } from '../definitions/definition.js';
import { type DefinitionVersion } from '../definitions/definition-version.js';
import { type Report } from '../run/run-report.js';

/** A report with all that a person needs to understand it: what its definition says, and who published it when and why. */
export interface ShownReport {
  readonly report: Report;
  readonly definition: Definition;
  readonly version: Pick<DefinitionVersion, 'document' | 'state' | 'publishedAt' | 'publishedBy' | 'reason'>;
}
