export { assertNever } from './assert-never.js';
export { canonicalJson, sha256 } from './canonical-json.js';
export { type Clock, systemClock } from './clock.js';
export { derivedId, isUuid, newId } from './ids.js';
export { badRequest, conflict, invalid, notFound, unavailable, type Problem, ProblemError, type Violation } from './problem.js';
