import { storeUnavailable } from './store-problem.js';

/** The client has no deadline of its own for a batched append: a server that does not answer would be waited for without end. */
export function timely<T>(timeoutMs: number, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(storeUnavailable(new Error(`No answer within ${timeoutMs} ms`))), timeoutMs);
    work()
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
