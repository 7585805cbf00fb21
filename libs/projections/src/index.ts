export { type CellValue, categoryOf, type ReadTable, type Row, type SequenceProjection } from './sequence-projection.js';
export { type Parked } from './live/park.js';
export { ProjectionRunner, type RunnerEvents, type RunnerOptions } from './live/projection-runner.js';
export { type LogPlace } from './log-place.js';
export { prepareReadModels } from './generations/prepare-read-models.js';
export { waitForPosition } from './wait/wait-for-position.js';
export { type BuildOptions } from './rebuild/build-generation.js';
export { rebuild, type RebuildResult } from './rebuild/rebuild.js';
export { verifyProjections, type VerifyResult } from './verify/verify-projections.js';
