import { appendInOrder } from './append-in-order.js';
import { appendable } from './appendable.js';
import { sameLog, targetDiffers } from './copy-problem.js';
import { type LogAddress, openRawLog, type RawLog } from './raw-log.js';
import { verifyCopy, type VerifiedCopy } from './verify-copy.js';

export { type LogAddress } from './raw-log.js';

export interface CopyRequest {
  readonly from: LogAddress;
  readonly to: LogAddress;
  readonly onProgress?: (progress: CopyProgress) => void;
}

export interface CopyProgress {
  readonly phase: 'copy' | 'verify';
  /** Events that are in the target, or verified, so far. */
  readonly events: number;
}

export interface CopiedLog extends VerifiedCopy {
  /** Events that this run has put there; the others were there already. */
  readonly copied: number;
}

/**
 * Moves a log to another server: every event in log order, with its id, type, data, metadata and revision; then proves by the digest chain over both that
 * they are the same. May be killed and run again at any time: what is in the target must be a beginning of the source, and the copy goes on behind it.
 *
 * An event comes into the target after all before it (`appendInOrder`), at the revision it has in the source, so a second copy that runs beside
 * this one puts nothing twice.
 *
 * Errors: 503 `EVENT_STORE.UNAVAILABLE` (run it again), 409 `EVENT_STORE.TARGET_DIFFERS`, `…NO_PLACE_IN_TARGET`, `…ORDER_LOST`, `…SOURCE_WENT_ON`, 422
 * `…SAME_LOG`, `…APPEND_TOO_LARGE`.
 */
export async function copyLog({ from, to, onProgress = () => undefined }: CopyRequest): Promise<CopiedLog> {
  if (from.url === to.url && from.prefix === to.prefix) throw sameLog();
  const [source, target] = [openRawLog(from), openRawLog(to)];
  try {
    const copied = await transfer(source, target, (events) => onProgress({ phase: 'copy', events }));
    return { copied, ...(await verifyCopy(source, target, (events) => onProgress({ phase: 'verify', events }))) };
  } finally {
    await Promise.all([source.close(), target.close()]);
  }
}

async function transfer(source: RawLog, target: RawLog, onCopied: (events: number) => void): Promise<number> {
  const originals = source.read();
  try {
    const present = await skipWhatIsThere(originals, target);
    let copied = 0;
    await appendInOrder(appendable(originals), target, (events) => {
      copied += events;
      onCopied(present + copied);
    });
    return copied;
  } finally {
    await originals.return(undefined);
  }
}

/** Leaves the source behind the last event that the target has; the two must agree on every one before. */
async function skipWhatIsThere(originals: ReturnType<RawLog['read']>, target: RawLog): Promise<number> {
  let present = 0;
  for await (const there of target.read()) {
    const { value: original, done } = await originals.next();
    const isSame = !done && original.id === there.id && original.stream === there.stream && original.revision === there.revision;
    if (!isSame) throw targetDiffers(present + 1, done ? null : original, there);
    present += 1;
  }
  return present;
}
