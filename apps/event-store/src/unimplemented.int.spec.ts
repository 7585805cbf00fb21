import {
  type EventStoreDBClient,
  persistentSubscriptionToAllSettingsFromDefaults,
  persistentSubscriptionToStreamSettingsFromDefaults,
} from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { testDatabase } from '#libs/testing';
import { event, ServedStore } from './spec/served-store.js';

const onStream = persistentSubscriptionToStreamSettingsFromDefaults();
const onAll = persistentSubscriptionToAllSettingsFromDefaults();

/** Everything that the client offers beside streams. */
const calls: Readonly<Record<string, (client: EventStoreDBClient) => Promise<unknown>>> = {
  createPersistentSubscriptionToStream: (client) => client.createPersistentSubscriptionToStream('s', 'g', onStream),
  createPersistentSubscriptionToAll: (client) => client.createPersistentSubscriptionToAll('g', onAll),
  updatePersistentSubscriptionToStream: (client) => client.updatePersistentSubscriptionToStream('s', 'g', onStream),
  updatePersistentSubscriptionToAll: (client) => client.updatePersistentSubscriptionToAll('g', onAll),
  deletePersistentSubscriptionToStream: (client) => client.deletePersistentSubscriptionToStream('s', 'g'),
  deletePersistentSubscriptionToAll: (client) => client.deletePersistentSubscriptionToAll('g'),
  getPersistentSubscriptionToStreamInfo: (client) => client.getPersistentSubscriptionToStreamInfo('s', 'g'),
  getPersistentSubscriptionToAllInfo: (client) => client.getPersistentSubscriptionToAllInfo('g'),
  listAllPersistentSubscriptions: (client) => client.listAllPersistentSubscriptions(),
  listPersistentSubscriptionsToStream: (client) => client.listPersistentSubscriptionsToStream('s'),
  listPersistentSubscriptionsToAll: (client) => client.listPersistentSubscriptionsToAll(),
  replayParkedMessagesToStream: (client) => client.replayParkedMessagesToStream('s', 'g'),
  replayParkedMessagesToAll: (client) => client.replayParkedMessagesToAll('g'),
  restartPersistentSubscriptionSubsystem: (client) => client.restartPersistentSubscriptionSubsystem(),
  subscribeToPersistentSubscriptionToStream: (client) => failureOf(client.subscribeToPersistentSubscriptionToStream('s', 'g')),
  subscribeToPersistentSubscriptionToAll: (client) => failureOf(client.subscribeToPersistentSubscriptionToAll('g')),
  createProjection: (client) => client.createProjection('p', 'fromAll()'),
  listProjections: (client) => client.listProjections(),
  enableProjection: (client) => client.enableProjection('p'),
  disableProjection: (client) => client.disableProjection('p'),
  abortProjection: (client) => client.abortProjection('p'),
  resetProjection: (client) => client.resetProjection('p'),
  deleteProjection: (client) => client.deleteProjection('p'),
  updateProjection: (client) => client.updateProjection('p', 'fromAll()'),
  getProjectionState: (client) => client.getProjectionState('p'),
  getProjectionResult: (client) => client.getProjectionResult('p'),
  getProjectionStatus: (client) => client.getProjectionStatus('p'),
  restartSubsystem: (client) => client.restartSubsystem(),
};

const failureOf = (subscription: NodeJS.EventEmitter): Promise<never> => new Promise((_, reject) => subscription.once('error', reject));

describe('what the embedded event store does not have', () => {
  let store: ServedStore;
  beforeAll(async () => {
    store = await ServedStore.start(await testDatabase('events'));
  });
  afterAll(() => store.stop());

  it.each(Object.entries(calls))('%s is answered UNIMPLEMENTED', async (_name, call) => {
    await expect(call(store.client)).rejects.toMatchObject({
      code: status.UNIMPLEMENTED,
      message: expect.stringContaining('does not implement') as string,
    });
  });

  it('and the same client goes on', async () => {
    await expect(store.client.appendToStream('after', event())).resolves.toMatchObject({ success: true });
  });
});
