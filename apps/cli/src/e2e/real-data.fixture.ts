import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../../..');

/** Path of one file of the shared real data, which lies beside the project and is not part of it. */
export const sharedData = (path: string): string => resolve(root, '../shared/data', path);

/** `describe`, or a visible skip where the data is not there. */
export function describeWithData(folder: string): typeof describe {
  if (existsSync(sharedData(folder))) return describe;
  console.warn(`skipped: ../shared/data/${folder} is not there`);
  return describe.skip as typeof describe;
}
