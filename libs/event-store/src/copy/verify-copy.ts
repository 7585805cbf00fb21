import { GENESIS_DIGEST, nextDigest } from '#libs/contracts';
import { sourceWentOn, targetDiffers } from './copy-problem.js';
import { leafOfRaw } from './raw-event.js';
import { type RawLog } from './raw-log.js';

export interface VerifiedCopy {
  readonly events: number;
  /** Of the whole log, the same over both. */
  readonly digest: string;
}

/** Computes the digest chain over both logs, from the first event to the last. Errors: TARGET_DIFFERS at the first position where they part, SOURCE_WENT_ON. */
export async function verifyCopy(source: RawLog, target: RawLog, onVerified: (events: number) => void): Promise<VerifiedCopy> {
  const presents = target.read();
  let events = 0;
  let [sourceDigest, targetDigest] = [GENESIS_DIGEST, GENESIS_DIGEST];
  try {
    for await (const original of source.read()) {
      const next = await presents.next();
      if (next.done) throw sourceWentOn(events);
      sourceDigest = nextDigest(sourceDigest, leafOfRaw(original));
      targetDigest = nextDigest(targetDigest, leafOfRaw(next.value));
      if (sourceDigest !== targetDigest) throw targetDiffers(events + 1, original, next.value);
      onVerified(++events);
    }
    const more = await presents.next();
    if (!more.done) throw targetDiffers(events + 1, null, more.value);
    return { events, digest: targetDigest };
  } finally {
    await presents.return(undefined);
  }
}
