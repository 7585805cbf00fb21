export { type CommonMetadata, eventToAppend } from './commands/event-to-append.js';
export { type Accepted, type Fold, type FoldedStream, foldStored, foldStream, recorded } from './commands/fold-stream.js';
export { KeyedQueue } from './commands/keyed-queue.js';
export { positionOfToken, positionToken } from './commands/position-token.js';
export { type CommandEnvelope, type CommandMeans, runCommandNow } from './commands/run-command-now.js';
export { type CommandAnswer, firstAnswer, runCommand, type StreamCommand } from './commands/run-command.js';
export { type CheckedItem, checkEventStore, conformanceChecks, type RunnableCheck } from './conformance/check-event-store.js';
export { type ServerControl } from './conformance/check-rig.js';
export { connectEventLog, type EventLogConnection } from './connect-event-log.adapter.js';
export { type CopiedLog, copyLog, type CopyProgress, type CopyRequest, type LogAddress } from './copy/copy-log.js';
export {
  type AppendOutcome,
  type EventLog,
  type EventToAppend,
  type ExpectedRevision,
  type StoredEvent,
  type StorePosition,
  type SubscriptionMessage,
} from './event-log.port.js';
