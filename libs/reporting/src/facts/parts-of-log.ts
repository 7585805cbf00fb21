import { type LogSource } from './log-source.port.js';
import { type PartRecord } from './manifest.js';

/** Parts that were made from this very log, in order; and what comes after them, if anything. */
export interface PartsOfLog {
  readonly parts: PartRecord[];
  readonly next: 'of another log' | 'beyond its end' | null;
}

/** A folder may be of another installation, or the log one that was put back from a copy: the chain's digest at the end of each part tells. */
export async function partsOfLog(source: LogSource, parts: PartRecord[]): Promise<PartsOfLog> {
  const digests = await source.digestsAt(parts.map(({ to }) => to));
  const at = parts.findIndex(({ to, digest }) => digests.get(to) !== digest);
  if (at < 0) return { parts, next: null };
  return { parts: parts.slice(0, at), next: digests.has(parts[at]!.to) ? 'of another log' : 'beyond its end' };
}
