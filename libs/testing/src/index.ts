export { fixedClock, type FixedClock } from './fixed-clock.js';
export { type Decider, givenWhenThen } from './given-when-then.js';
export { expectReferencePage } from './reference-page.js';
export { testDatabase, type TestDatabase } from './test-database.js';
export { type SaidOfEvent, StreamHistory } from './stream-history.js';
export { callData, captureData, moveData, person, pool } from './sample-events.js';
export { testEventLog, type TestEventLog } from './test-event-log.js';
export { testLeads, type TestLeads } from './test-leads.js';
export { testProjector, type TestProjector } from './test-projector.js';
