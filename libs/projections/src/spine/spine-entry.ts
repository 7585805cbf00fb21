import { nextDigest, type SealedEvent } from '#libs/contracts';
import { type StoredEvent } from '#libs/event-store';
import { canonicalJson, sha256 } from '#libs/platform';

/** An event with its dense number and its link in the digest chain. */
export interface SpineEntry {
  readonly position: number;
  readonly event: StoredEvent;
  /** The canonical JSON that `leaf` is the SHA-256 of. */
  readonly text: string;
  /** Lower-case hex. */
  readonly leaf: string;
  readonly digest: string;
}

/** The end of the chain so far: `GENESIS_DIGEST` at position 0. */
export interface ChainEnd {
  readonly position: number;
  readonly digest: string;
}

/** Numbers an event and chains it. `leaf` equals `leafOf(event)`; the text is kept, so that nothing is serialised twice. */
export function spineEntry(event: StoredEvent, end: ChainEnd): SpineEntry {
  const { id, type, stream, revision, data, metadata } = event;
  const text = canonicalJson({ id, type, stream, revision, data, metadata } satisfies SealedEvent);
  const leaf = sha256(text);
  return { position: end.position + 1, event, text, leaf, digest: nextDigest(end.digest, leaf) };
}

/** Chains a batch that follows `end`. */
export function spineEntries(events: readonly StoredEvent[], end: ChainEnd): SpineEntry[] {
  const entries: SpineEntry[] = [];
  let last = end;
  for (const event of events) {
    const entry = spineEntry(event, last);
    entries.push(entry);
    last = entry;
  }
  return entries;
}
