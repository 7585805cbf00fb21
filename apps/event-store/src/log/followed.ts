import { type Store } from '../store.js';
import { type Followed } from './follow.js';
import { isVisible, pageOfView, viewStream } from './stream-view.js';
import { TOMBSTONE } from './log-record.js';

/** The whole log, strictly after `position`. */
export function followedLog(store: Store, position: number): Followed {
  let passed = position;
  return {
    async nextPage() {
      const page = await store.reader.pageOfAll(passed + 1, false);
      passed = page.records.at(-1)?.position ?? passed;
      return page;
    },
    async take(records) {
      const fresh = records.filter((record) => record.position > passed);
      passed = fresh.at(-1)?.position ?? passed;
      return fresh;
    },
  };
}

/** One stream, strictly after `revision`. Its tombstone is the last record. */
export function followedStream(store: Store, stream: string, revision: number): Followed {
  let passed = revision;
  return {
    stream,
    async nextPage() {
      const page = await pageOfView(store.reader, await viewStream(store.writer, stream), passed + 1);
      passed = page.reached ?? passed;
      return page;
    },
    async take(records) {
      const view = await viewStream(store.writer, stream);
      const fresh = records.filter((record) => record.revision > passed);
      passed = fresh.at(-1)?.revision ?? passed;
      // maxCount and age do not take back what is just being delivered; `$tb` hides what lies below it.
      return fresh.filter((record) => record.revision === TOMBSTONE || isVisible({ ...view, first: view.hiddenBelow }, record));
    },
  };
}
