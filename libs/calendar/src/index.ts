export { firstInstantOfDay, isDate, localDate, nextDay } from './day.js';
export { effectiveStart } from './effective-start.js';
export { type Disambiguation, localToInstant, type LocalTimeResult } from './local-time.js';
export { type OffsetTransition, offsetTransitions } from './offset-transitions.js';
export { assertZone, isZone } from './zone.js';
