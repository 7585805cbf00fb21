export { dyingAt } from './dying-log.js';
export { describeWithData, hasSharedData, sharedData } from './shared-data.js';
export { fixedClock, type FixedClock } from './fixed-clock.js';
export { type Decider, givenWhenThen } from './given-when-then.js';
export { planOf } from './plan-of.js';
export { expectReferencePage } from './reference-page.js';
export { testDatabase, type TestDatabase } from './test-database.js';
export { type SaidOfEvent, StreamHistory } from './stream-history.js';
export { callData, captureData, moveData, person, pool } from './sample-events.js';
export { interleaved, type Step } from './interleaved.js';
export { type TestEventLog } from './test-event-log.js';
export { type TestLeads } from './test-leads.js';
export { type TestProjector } from './test-projector.js';
export { type DispatchRig } from './dispatch-rig.js';
export { type ClockRig } from './clock-rig.js';

// What stands on features loads them when it is set up: Jest loads every module anew for each file, and most want a database or a clock.
export const testEventLog = whenAsked(async () => (await import('./test-event-log.js')).testEventLog);
export const testLeads = whenAsked(async () => (await import('./test-leads.js')).testLeads);
export const testProjector = whenAsked(async () => (await import('./test-projector.js')).testProjector);
export const dispatchRig = whenAsked(async () => (await import('./dispatch-rig.js')).dispatchRig);
export const clockRig = whenAsked(async () => (await import('./clock-rig.js')).clockRig);
export const unattended = whenAsked(async () => (await import('./unattended.js')).unattended);

function whenAsked<Said extends unknown[], Rig>(load: () => Promise<(...said: Said) => Promise<Rig>>): (...said: Said) => Promise<Rig> {
  return async (...said) => (await load())(...said);
}
