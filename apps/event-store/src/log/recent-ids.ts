import { type WrittenEvent } from './decide-append.js';
import { RecentMap } from './recent-map.js';

/**
 * Ids of the latest events, so that a retry which pins no revision is recognised. Bounded: of more than `limit` events the oldest are forgotten and
 * a retry of those would be written again, as on a real server.
 */
export class RecentIds {
  private readonly byKey: RecentMap<string, WrittenEvent>;

  constructor(limit: number) {
    this.byKey = new RecentMap(limit);
  }

  find(streamId: number | null, id: string): WrittenEvent | undefined {
    return streamId === null ? undefined : this.byKey.get(key(streamId, id));
  }

  add(streamId: number, event: WrittenEvent): void {
    this.byKey.set(key(streamId, event.id), event);
  }

  /** Takes back what was added for a batch that was not committed. */
  remove(streamId: number, id: string): void {
    this.byKey.delete(key(streamId, id));
  }

  clear(): void {
    this.byKey.clear();
  }
}

const key = (streamId: number, id: string): string => `${streamId} ${id}`;
