import { type CheckRig } from './check-rig.js';

/** One item of the checklist, in the words of the protocol document. */
export interface ConformanceCheck {
  readonly item: string;
  /** True where the item is to hold on both ways of appending: the batch stream, and `Append` (with credentials on the call). */
  readonly onBothPaths?: boolean;
  /**
   * Mostly waits, so it may run beside others; it appends by `Append`, because the client fails all batched appends of the process where one of
   * its instances is disposed of.
   */
  readonly waits?: boolean;
  /** Returns what was seen; throws where it is not as it must be. */
  run(rig: CheckRig): Promise<string>;
}

/** Thrown by a check that cannot be made on this server; it says why. */
export class SkippedCheck extends Error {}
