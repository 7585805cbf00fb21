export { fixedClock, type FixedClock } from './fixed-clock.js';
export { type Decider, givenWhenThen } from './given-when-then.js';
export { testDatabase, type TestDatabase } from './test-database.js';
