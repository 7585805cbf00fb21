import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** Path of one file of the shared real data, which lies beside the project and is not part of it. Run from the project's root, like everything here. */
export const sharedData = (path: string): string => resolve('../shared/data', path);
export const hasSharedData = (folder: string): boolean => existsSync(sharedData(folder));

/** `describe`, or a visible skip where the data is not there. */
export function describeWithData(folder: string): typeof describe {
  if (hasSharedData(folder)) return describe;
  console.warn(`skipped: ../shared/data/${folder} is not there`);
  return describe.skip as typeof describe;
}
