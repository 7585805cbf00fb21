export { type MappingProblem } from './mapping/mapping-problem.js';
export { type Mapping } from './mapping/mapping.js';
export { checkMapping, loadMapping } from './mapping/load-mapping.js';
export { type CaseRow, type ImportCase } from './run/import-case.js';
export { type Reject } from './run/row-fault.js';
export { RejectFile } from './run/reject-file.js';
export { type MappingProgress, type MappingRun, type RunOptions, runMapping } from './run/run-mapping.js';
