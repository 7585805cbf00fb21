import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { type StoredEvent, type SubscriptionMessage } from '#libs/event-store';
import { messageBatches } from './message-batches.js';

const message = (revision: number): SubscriptionMessage => ({ kind: 'event', event: { revision } as StoredEvent });

async function revisionsOf(source: AsyncIterable<SubscriptionMessage>, max: number, write: (batch: number) => Promise<void>) {
  const batches: number[][] = [];
  const signal = new AbortController().signal;
  try {
    for await (const batch of messageBatches(source, { max, signal, onMessage: () => undefined })) {
      batches.push(batch.map(({ revision }) => revision));
      await write(batches.length);
    }
  } catch (error) {
    return { batches, error };
  }
  return { batches, error: null };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('batches of a subscription', () => {
  it('hold every event once and in order, none more than the most, the first alone', async () => {
    async function* source() {
      yield message(0);
      await delay(5);
      for (const revision of upTo(250).slice(1)) yield message(revision);
      await delay(5);
      yield message(250);
    }
    const { batches, error } = await revisionsOf(source(), 100, () => delay(1));
    expect(error).toBeNull();
    expect(batches.flat()).toEqual(upTo(251));
    expect(batches[0]).toEqual([0]);
    expect(Math.max(...batches.map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  it('gather what comes shortly after a large one, so that many events are not many transactions', async () => {
    async function* source() {
      for (const revision of upTo(100)) yield message(revision);
      for (const revision of upTo(110).slice(100)) {
        await turn();
        yield message(revision);
      }
    }
    const { batches } = await revisionsOf(source(), 100, () => Promise.resolve());
    expect(batches.flat()).toEqual(upTo(110));
    expect(batches.length).toBeLessThan(6);
  });

  it('give out what had arrived before they fail with the source', async () => {
    async function* source() {
      yield message(0);
      yield message(1);
      await delay(1);
      throw new Error('cut');
    }
    const { batches, error } = await revisionsOf(source(), 100, () => delay(3));
    expect(batches.flat()).toEqual([0, 1]);
    expect(error).toMatchObject({ message: 'cut' });
  });
});
