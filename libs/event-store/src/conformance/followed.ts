import assert from 'node:assert/strict';
import {
  type AllStreamSubscription,
  type END,
  type Position,
  START,
  streamNameFilter,
  type StreamSubscription,
} from '@eventstore/db-client';
import { type CheckRig, type Failure } from './check-rig.js';

/** Collects what a subscription delivers. */
export class Followed {
  readonly events: {
    readonly stream: string;
    readonly type: string;
    readonly revision: bigint;
    readonly position: bigint;
    readonly id: string;
  }[] = [];
  caughtUp = 0;
  confirmed = false;
  error: Failure | null = null;
  ended = false;

  constructor(readonly subscription: StreamSubscription | AllStreamSubscription) {
    const all = subscription as AllStreamSubscription;
    all.on('data', ({ event }) => {
      if (!event) return;
      const { streamId: stream, type, revision, position, id } = event;
      this.events.push({ stream, type, revision, position: position?.commit ?? 0n, id });
    });
    all.on('caughtUp', () => (this.caughtUp += 1));
    all.on('confirmation', () => (this.confirmed = true));
    all.on('error', (error) => (this.error = error));
    all.on('end', () => (this.ended = true));
  }

  get revisions(): string {
    return this.events.map(({ revision }) => revision).join(',');
  }

  async stop(): Promise<void> {
    await this.subscription.unsubscribe();
  }
}

/** Follows $all for what belongs to streams that begin with `prefix`. */
export const followAll = (rig: CheckRig, prefix: string, fromPosition: Position | typeof START | typeof END = START): Followed =>
  new Followed(rig.followers.subscribeToAll({ fromPosition, filter: streamNameFilter({ prefixes: [prefix] }) }));

export const count = (rig: CheckRig, followed: Followed, events: number): Promise<boolean> =>
  rig.eventually(
    `${events} events, ${followed.events.length} came`,
    () => (followed.error ? Promise.reject(followed.error) : followed.events.length >= events),
    60_000,
  );

export const caughtUp = (rig: CheckRig, followed: Followed): Promise<boolean> =>
  rig.eventually('caught up', () => (followed.error ? Promise.reject(followed.error) : followed.caughtUp > 0), 60_000);

export function strictlyIncreasing(followed: Followed): void {
  followed.events.slice(1).forEach((event, index) => assert.ok(event.position > followed.events[index]!.position, 'strictly increasing'));
}
