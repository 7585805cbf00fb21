export {
  type AppendOutcome,
  type EventLog,
  type EventToAppend,
  type ExpectedRevision,
  type StoredEvent,
  type StorePosition,
  type SubscriptionMessage,
} from './event-log.port.js';
