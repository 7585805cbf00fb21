export { importHistory, type ImportOptions, type ImportSummary } from './import/import-history.js';
export { type ImportSink } from './import/import-sink.port.js';
export { checkMapping, loadMapping } from './mapping/load-mapping.js';
export { type Mapping } from './mapping/mapping.js';
export { type MappingProblem } from './mapping/mapping-problem.js';
export { type CaseRow, type ImportCase } from './run/import-case.js';
export { type Reject } from './run/row-fault.js';
export { type MappingProgress, type MappingRun, type RunOptions, runMapping } from './run/run-mapping.js';
export { migrateHistory } from './session/accepted-rows.js';
export { createImports, type Imports } from './session/imports.js';
export {
  type BatchAnswer,
  type ImportBegun,
  type ImportCompleted,
  type ImportDependencies,
  type ImportEnforcement,
  type ImportStart,
  type ImportTotals,
  type UndoAnswer,
} from './session/session.js';
export { toldActions } from './told-action/told-actions.js';
export { SAMPLE_HELD_BACK_MAIL } from './sample-history/held-back-mail.js';
export { SAMPLE_ABSENCES } from './sample-history/sales-team.js';
export { SAMPLE_STORIES } from './sample-history/generate-sample-history.js';
export { type SampleFiles, writeSampleHistory } from './sample-history/write-sample-history.js';
